import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { gcpCredentialsNotForLoopback, gcpNoToken, illegalValue } from '../../errors/messages.js';
import { readEnv } from '../../internal/env.js';
import { isToken } from '../check-options.js';
import type { Endpoints } from '../endpoints.js';
import type { GcpAuth, Settings } from '../options.js';
import { type AuthLibrary, loadAuthLibrary } from './load-auth-library.js';
import { refuseRealTokens } from './token-hosts.js';

/** Gives the headers that authenticate a request to a URL. */
export type Authorize = (url: string) => Promise<Readonly<Record<string, string>>>;

/** The variable that holds an access token, as `gcloud auth print-access-token` prints it. */
export const TOKEN_VARIABLE = 'GOOGLE_OAUTH_ACCESS_TOKEN';

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];
const QUOTA_PROJECT = 'x-goog-user-project';

type Access = Pick<
  Settings,
  'projectId' | 'auth' | 'credentials' | 'keyFile' | 'accessToken' | 'quotaProject'
>;

/**
 * Chooses the credentials: the option that was given, else GOOGLE_OAUTH_ACCESS_TOKEN, else Application Default
 * Credentials. Loads Google's library only for the last, and for keys.
 *
 * @throws InvalidInputError when a real token would get to a server on loopback, or the library is not installed.
 */
export async function openAuthorization(
  access: Access,
  endpoints: Endpoints,
  load: () => Promise<AuthLibrary> = loadAuthLibrary,
): Promise<Authorize> {
  const headers = await chooseHeaders(access, endpoints, load);
  const { quotaProject } = access;
  return async (url) => {
    const given = await headers(url);
    return quotaProject === undefined ? given : { ...given, [QUOTA_PROJECT]: quotaProject };
  };
}

async function chooseHeaders(
  access: Access,
  endpoints: Endpoints,
  load: () => Promise<AuthLibrary>,
): Promise<Authorize> {
  const { auth, credentials, keyFile, accessToken, projectId } = access;
  if (auth) return (url) => headersOf(auth, url);
  if (accessToken !== undefined) return fromToken('accessToken', accessToken);

  const token = credentials || keyFile ? undefined : readEnv(TOKEN_VARIABLE) || undefined;
  if (token !== undefined) {
    refuseForeignLoopback(endpoints);
    const quota = readEnv('GOOGLE_CLOUD_QUOTA_PROJECT');
    return fromToken(TOKEN_VARIABLE, token, quota ? { [QUOTA_PROJECT]: quota } : {});
  }

  if (endpoints.loopback) await refuseRealTokens({ credentials, keyFile });
  const { GoogleAuth } = await load();
  const library = new GoogleAuth({
    scopes: SCOPES,
    // Without it the library starts gcloud and asks the metadata server for one.
    projectId,
    ...(credentials && { credentials: { ...credentials } }),
    ...(keyFile !== undefined && { keyFilename: keyFile }),
  });
  return (url) => headersOf(library, url);
}

/** A token of the environment goes to loopback only when the endpoint came from there, too. */
function refuseForeignLoopback({ loopback, fromEnvironment }: Endpoints): void {
  if (!loopback || fromEnvironment) return;
  throw new InvalidInputError(gcpCredentialsNotForLoopback(TOKEN_VARIABLE, 'the real Google'), {
    field: 'accessToken',
  });
}

function fromToken(
  source: string,
  token: string | (() => Promise<string>),
  more: Readonly<Record<string, string>> = {},
): Authorize {
  return async () => {
    const value: unknown = typeof token === 'function' ? await token() : token;
    if (!isToken(value)) {
      const text = illegalValue(source, '***', 'an access token without white space');
      throw new InvalidInputError(text, { field: 'accessToken' });
    }
    return { authorization: `Bearer ${value}`, ...more };
  };
}

/** What the library gives is a Headers object, which has no own properties; older ones and other clients give a plain one. */
async function headersOf(auth: GcpAuth, url: string): Promise<Record<string, string>> {
  let given: Awaited<ReturnType<GcpAuth['getRequestHeaders']>>;
  try {
    given = await auth.getRequestHeaders(url);
  } catch (error) {
    // Not as the cause: the library's errors hold the request, with the key's assertion or the refresh token in it.
    const said = error instanceof Error ? error.message : String(error);
    throw new CloudRefusedError(gcpNoToken(said), {
      provider: 'gcp',
      operation: 'getRequestHeaders',
      cloudCode: 'noCredentials',
    });
  }
  const headers = new Headers(given);
  const authorization = headers.get('authorization');
  if (authorization === null) {
    const text = illegalValue(
      'auth',
      '***',
      'a client whose getRequestHeaders gives an authorization header',
    );
    throw new InvalidInputError(text, { field: 'auth' });
  }
  const quota = headers.get(QUOTA_PROJECT);
  return { authorization, ...(quota !== null && { [QUOTA_PROJECT]: quota }) };
}
