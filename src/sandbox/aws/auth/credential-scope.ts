/** Who says that they sent a request, where to, and for which service. The signature itself is not verified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** The region that it was signed for, `us-east-1` say. */
  readonly region: string;
  /** `ec2`, `sts`, … */
  readonly service: string;
}

const SIGV4 = /^AWS4-HMAC-SHA256\s.*?Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…`; undefined when the request is not signed that way. */
export function credentialScope(authorization: string | undefined): CredentialScope | undefined {
  const match = SIGV4.exec(authorization ?? '');
  if (!match) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}
