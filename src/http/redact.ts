/** `text` without the secrets, should the other side have echoed them. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.filter(Boolean).reduce((open, secret) => open.replaceAll(secret, '***'), text);
}
