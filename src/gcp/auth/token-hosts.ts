import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { gcpCredentialsNotForLoopback } from '../../errors/messages.js';
import { readEnv } from '../../internal/env.js';
import { isLoopbackHost } from '../../internal/loopback.js';
import type { GcpCredentials } from '../options.js';

/** Where credentials come from, as far as it matters to whom they turn for tokens. */
export interface CredentialSource {
  readonly credentials?: GcpCredentials | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * Refuses credentials whose tokens would come from the real Google, for an endpoint on loopback. Google's library does
 * not heed the `token_uri` of a key: a service account always turns to oauth2.googleapis.com. Of the others only external
 * accounts say in their file where they turn to, and the metadata server has a variable.
 *
 * @throws InvalidInputError
 */
export async function refuseRealTokens({ credentials, keyFile }: CredentialSource): Promise<void> {
  const what = credentials ? 'credentials' : (keyFile ?? 'Application Default Credentials');
  const hosts = await tokenHosts(credentials, keyFile);
  const real = hosts.find((host) => !isLoopbackHost(host));
  if (real === undefined) return;
  const field = credentials ? 'credentials' : 'keyFile';
  throw new InvalidInputError(gcpCredentialsNotForLoopback(what, real), { field });
}

async function tokenHosts(credentials: GcpCredentials | undefined, keyFile: string | undefined) {
  if (credentials) return hostsOf(credentials);
  const file = keyFile ?? readEnv('GOOGLE_APPLICATION_CREDENTIALS');
  if (file) return hostsOf(await readJson(file));
  const metadata = readEnv('GCE_METADATA_IP') || readEnv('GCE_METADATA_HOST');
  return metadata ? [hostOf(metadata)] : ['oauth2.googleapis.com'];
}

function hostsOf(content: unknown): string[] {
  const field = (of: unknown, name: string): unknown =>
    of instanceof Object ? Reflect.get(of, name) : undefined;
  if (field(content, 'type') !== 'external_account') return ['oauth2.googleapis.com'];
  const urls = [
    field(content, 'token_url'),
    field(content, 'service_account_impersonation_url'),
    field(field(content, 'credential_source'), 'url'),
  ];
  const hosts = urls.flatMap((url) => (typeof url === 'string' ? hostOf(url) : []));
  return hosts.length > 0 ? hosts : ['sts.googleapis.com'];
}

function hostOf(text: string): string {
  const url = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  return URL.canParse(url) ? new URL(url).hostname : text;
}

/** A file that cannot be read is left to Google's library, which says so. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
