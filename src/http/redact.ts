/** `text` without `secret`, should the other side have echoed it. */
export function redact(text: string, secret: string): string {
  return text.replaceAll(secret, '***');
}
