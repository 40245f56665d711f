import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAuthorization } from '../../src/gcp/auth/authorization.js';
import { type AuthLibrary, loadAuthLibrary } from '../../src/gcp/auth/load-auth-library.js';
import { resolveEndpoints } from '../../src/gcp/endpoints.js';
import { startServer } from '../helpers/http-server.js';

const REAL = resolveEndpoints('https://compute.googleapis.com');
const LOOPBACK = resolveEndpoints('http://127.0.0.1:9');
const URL_OF_A_CALL = 'https://compute.googleapis.com/compute/v1/projects/my-project';
const ACCESS = {
  projectId: 'my-project',
  auth: undefined,
  credentials: undefined,
  keyFile: undefined,
  accessToken: undefined,
  quotaProject: undefined,
};
const SERVICE_ACCOUNT = { type: 'service_account', token_uri: 'http://127.0.0.1:9/token' };

/** A library that keeps what it was made with. */
function fakeLibrary(made: object[]): () => Promise<AuthLibrary> {
  class GoogleAuth {
    constructor(options: object) {
      made.push(options);
    }
    async getRequestHeaders() {
      return new Headers({ authorization: 'Bearer of-the-library', 'x-goog-user-project': 'quota' });
    }
  }
  return async () => ({ GoogleAuth }) as unknown as AuthLibrary;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-gcp-auth-'));
  for (const name of [
    'GOOGLE_OAUTH_ACCESS_TOKEN',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GCE_METADATA_HOST',
    'GCE_METADATA_IP',
  ])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('the credentials for Google Cloud', () => {
  it('are read out of a Headers object, which has no own properties', async () => {
    const auth = {
      getRequestHeaders: async () =>
        new Headers({ authorization: 'Bearer t', 'x-goog-user-project': 'q', other: 'x' }),
    };
    const authorize = await openAuthorization({ ...ACCESS, auth }, REAL);
    expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer t', 'x-goog-user-project': 'q' });
  });

  it('are read out of a plain object, too', async () => {
    const auth = { getRequestHeaders: async () => ({ Authorization: 'Bearer t' }) };
    const authorize = await openAuthorization({ ...ACCESS, auth }, REAL);
    expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer t' });
  });

  it('must give an authorization', async () => {
    const auth = { getRequestHeaders: async () => new Headers() };
    const authorize = await openAuthorization({ ...ACCESS, auth }, REAL);
    await expect(authorize(URL_OF_A_CALL)).rejects.toMatchObject({ code: 'invalid_input', field: 'auth' });
  });

  it('name the project to the library, which would start gcloud for it', async () => {
    const made: object[] = [];
    const credentials = { type: 'service_account' };
    for (const access of [{}, { keyFile: 'key.json' }, { credentials }]) {
      const authorize = await openAuthorization({ ...ACCESS, ...access }, REAL, fakeLibrary(made));
      expect(await authorize(URL_OF_A_CALL)).toMatchObject({ authorization: 'Bearer of-the-library' });
    }
    expect(made).toMatchObject([
      { projectId: 'my-project' },
      { projectId: 'my-project', keyFilename: 'key.json' },
      { projectId: 'my-project', credentials },
    ]);
  });

  it('count calls for the quota project', async () => {
    const options = { ...ACCESS, accessToken: 't', quotaProject: 'billing-project' };
    const authorize = await openAuthorization(options, REAL);
    expect(await authorize(URL_OF_A_CALL)).toMatchObject({ 'x-goog-user-project': 'billing-project' });
  });

  it('come anew from a function each time', async () => {
    const tokens = ['token-1', 'token-2'];
    const accessToken = async () => tokens.shift() ?? '';
    const authorize = await openAuthorization({ ...ACCESS, accessToken }, REAL);
    await authorize(URL_OF_A_CALL);
    expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer token-2' });
  });

  it('come from the environment without the library', async () => {
    vi.stubEnv('GOOGLE_OAUTH_ACCESS_TOKEN', 'of-the-environment');
    const load = () => Promise.reject(new TypeError('loaded'));
    const authorize = await openAuthorization(ACCESS, REAL, load);
    expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer of-the-environment' });
  });

  it('of the environment do not go to a test server that code names', async () => {
    vi.stubEnv('GOOGLE_OAUTH_ACCESS_TOKEN', 'real');
    await expect(openAuthorization(ACCESS, LOOPBACK)).rejects.toMatchObject({ code: 'invalid_input' });
    vi.stubEnv('CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE', 'http://127.0.0.1:9/compute/v1/');
    const authorize = await openAuthorization(ACCESS, resolveEndpoints(undefined));
    expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer real' });
  });

  it('never show what the library failed with', async () => {
    const error = Object.assign(new Error('invalid_grant'), { config: { data: 'refresh-token' } });
    const auth = { getRequestHeaders: () => Promise.reject(error) };
    const authorize = await openAuthorization({ ...ACCESS, auth }, REAL);
    const failure = await authorize(URL_OF_A_CALL).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      code: 'cloud_refused',
      message: expect.stringContaining('invalid_grant'),
    });
    expect(failure).not.toHaveProperty('cause');
  });
});

describe('credentials whose tokens come from the real Google', () => {
  const refused = { code: 'invalid_input', message: expect.stringContaining('must not reach a test server') };
  const open = (access: object) => openAuthorization({ ...ACCESS, ...access }, LOOPBACK, fakeLibrary([]));

  it('are refused on loopback, whatever token_uri says', async () => {
    await expect(open({ credentials: SERVICE_ACCOUNT })).rejects.toMatchObject(refused);
    const keyFile = join(folder, 'key.json');
    writeFileSync(keyFile, JSON.stringify(SERVICE_ACCOUNT));
    await expect(open({ keyFile })).rejects.toMatchObject(refused);
    await expect(open({})).rejects.toMatchObject(refused);
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', keyFile);
    await expect(open({})).rejects.toMatchObject(refused);
  });

  it('are told from external accounts, which name their server', async () => {
    const external = { type: 'external_account', token_url: 'http://127.0.0.1:9/token' };
    await expect(open({ credentials: external })).resolves.toBeTypeOf('function');
    const impersonating = {
      ...external,
      service_account_impersonation_url: 'https://iamcredentials.googleapis.com/x',
    };
    await expect(open({ credentials: impersonating })).rejects.toMatchObject(refused);
  });

  it('are told from a metadata server on loopback', async () => {
    vi.stubEnv('GCE_METADATA_HOST', '127.0.0.1:9');
    await expect(open({})).resolves.toBeTypeOf('function');
    vi.stubEnv('GCE_METADATA_HOST', 'metadata.google.internal');
    await expect(open({})).rejects.toMatchObject(refused);
  });
});

describe("Google's own library", () => {
  it('may be given, as any of its clients', async () => {
    const client = new OAuth2Client();
    client.setCredentials({ access_token: 'given' });
    for (const auth of [client, new GoogleAuth({ authClient: client, projectId: 'my-project' })]) {
      const authorize = await openAuthorization({ ...ACCESS, auth }, REAL);
      expect(await authorize(URL_OF_A_CALL)).toEqual({ authorization: 'Bearer given' });
    }
  });

  it('gets a token from a loopback server, and starts no gcloud', async () => {
    const token = {
      access_token: 'exchanged',
      token_type: 'Bearer',
      expires_in: 3600,
      issued_token_type: 'x',
    };
    const server = await startServer([{ headers: { 'content-type': 'application/json' }, json: token }]);
    const file = (name: string, content: string, mode = 0o600) => {
      writeFileSync(join(folder, name), content, { mode });
      return join(folder, name);
    };
    file('gcloud', `#!/bin/sh\ntouch ${join(folder, 'gcloud-was-started')}\n`, 0o700);
    vi.stubEnv('PATH', `${folder}:/bin:/usr/bin`);
    for (const name of ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT']) vi.stubEnv(name, undefined);
    const credentials = {
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${server.url}/token`,
      credential_source: { file: file('subject', 'subject-token') },
      quota_project_id: 'quota-project',
      // Should the library ask for the project after all, it asks here.
      cloud_resource_manager_url: `${server.url}/projects/`,
    };
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file('adc.json', JSON.stringify(credentials)));
    const authorize = await openAuthorization(ACCESS, resolveEndpoints(server.url));
    expect(await authorize(URL_OF_A_CALL)).toEqual({
      authorization: 'Bearer exchanged',
      'x-goog-user-project': 'quota-project',
    });
    expect(existsSync(join(folder, 'gcloud-was-started'))).toBe(false);
    expect(server.requests.map(({ url }) => url)).toEqual(['/token']);
  });

  it('is named when it is missing', async () => {
    const missing = Object.assign(new Error("Cannot find package 'google-auth-library' imported from x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(loadAuthLibrary(() => Promise.reject(missing))).rejects.toMatchObject({
      code: 'invalid_input',
      fix: expect.stringContaining('npm install google-auth-library'),
    });
  });

  it('is not blamed for something else that is missing', async () => {
    const other = Object.assign(new Error("Cannot find package 'gaxios' imported from x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(loadAuthLibrary(() => Promise.reject(other))).rejects.toBe(other);
  });
});
