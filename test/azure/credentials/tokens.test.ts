import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { idOf, type TenantId } from '../../../src/azure/ids.js';
import type { AzureCredential } from '../../../src/azure/index.js';
import { openAzure } from '../../../src/azure/open-azure.js';
import { isRefusal } from '../../../src/azure/rest/refusal.js';
import { rejection } from '../../helpers/errors.js';
import { type Answer, type ReceivedRequest, startServer } from '../../helpers/http-server.js';
import { QuickClock } from '../helpers/clock.js';
import { VNET } from '../helpers/peerings.js';
import { settingsAt } from '../helpers/settings.js';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER_TENANT = 'aaaaaaaa-0000-4000-8000-000000000002';
const CLIENT = 'bbbbbbbb-0000-4000-8000-000000000001';
const SECRET = 's3cret-value';

const isTokenCall = ({ url }: ReceivedRequest) => url.includes('/oauth2/v2.0/');
const vnet: Answer = { json: { id: VNET, properties: {} } };
const challenge: Answer = {
  status: 401,
  headers: {
    'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${TENANT}", error="x"`,
  },
  json: { error: { code: 'AuthenticationFailed', message: 'No token.' } },
};
const token = (text: string, seconds = 3_600): Answer => ({
  json: { token_type: 'Bearer', expires_in: seconds, access_token: text },
});
const sts = (number: number, status = 400): Answer => ({
  status,
  json: {
    error: 'unauthorized_client',
    error_description: `AADSTS${number}: It is so. Trace ID: t Correlation ID: c Timestamp: 2026-01-01 00:00:00Z`,
    error_codes: [number],
    correlation_id: 'c-1',
  },
});

/** Entra ID and ARM at one URL; `give` answers the calls for tokens. */
async function setUp(
  credential: AzureCredential | undefined,
  give: (request: ReceivedRequest, index: number) => Answer,
) {
  let asked = 0;
  const server = await startServer((request) => {
    if (isTokenCall(request)) {
      asked += 1;
      return give(request, asked - 1);
    }
    return request.headers.authorization === undefined ? challenge : vnet;
  });
  const clients = openAzure(settingsAt(server.url, { credential }));
  const clock = new QuickClock();
  const tokenCalls = () => server.requests.filter(isTokenCall);
  const used = () =>
    server.requests.findLast(({ url }) => url.includes('virtualNetworks'))?.headers.authorization;
  return { clients, clock, context: { signal: undefined, clock }, server, tokenCalls, used };
}

const secret = { clientId: CLIENT, clientSecret: SECRET };

describe('tokens of the administrator', () => {
  it('are asked of the tenant that ARM names', async () => {
    const { clients, context, tokenCalls, used } = await setUp(secret, () => token('t1'));
    await clients.arm.vnet(VNET, context);
    const [call] = tokenCalls();
    expect(call?.url.split('?')[0]).toBe(`/${TENANT}/oauth2/v2.0/token`);
    const form = new URLSearchParams(call?.body);
    expect(form.get('scope')).toContain('https://management.azure.com/.default');
    expect(form.get('client_secret')).toBe(SECRET);
    expect(used()).toBe('Bearer t1');
  });

  it('are not asked for when the tenant is another one', async () => {
    const { server, context, tokenCalls } = await setUp(secret, () => token('t1'));
    const clients = openAzure(settingsAt(server.url, { credential: secret, tenantId: OTHER_TENANT }));
    const error = await rejection(clients.arm.vnet(VNET, context), Error);
    expect(error).toMatchObject({ name: 'InvalidInputError', field: 'tenantId' });
    expect(error.message).toContain(TENANT);
    expect(tokenCalls()).toHaveLength(0);
  });

  it('are kept until shortly before they end', async () => {
    const { clients, context, tokenCalls } = await setUp(secret, () => token('t1'));
    await Promise.all([clients.arm.vnet(VNET, context), clients.arm.vnet(VNET, context)]);
    await clients.arm.vnet(VNET, context);
    expect(tokenCalls()).toHaveLength(1);
  });

  it('are renewed five minutes before they end', async () => {
    const { clients, context, tokenCalls } = await setUp(secret, (_, index) => token(`t${index}`, 200));
    await clients.arm.vnet(VNET, context);
    await clients.arm.vnet(VNET, context);
    expect(tokenCalls()).toHaveLength(2);
  });

  it('come from any credential with getToken', async () => {
    const scopes: unknown[] = [];
    const credential = {
      async getToken(scope: string | string[]) {
        scopes.push(scope);
        return { token: 'theirs', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    const { clients, context, tokenCalls, used } = await setUp(credential, () => token('t1'));
    await clients.arm.vnet(VNET, context);
    expect(used()).toBe('Bearer theirs');
    expect(scopes).toEqual(['https://management.azure.com/.default']);
    expect(tokenCalls()).toHaveLength(0);
  });

  it('can be given, one for each service', async () => {
    const { clients, context, used } = await setUp({ accessToken: { arm: 'a', graph: 'g' } }, () =>
      token('t1'),
    );
    await clients.arm.vnet(VNET, context);
    expect(used()).toBe('Bearer a');
  });

  it('come from a workload whose file is read anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dfcloud-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'token');
    await writeFile(path, 'assertion-1\n');
    vi.stubEnv('AZURE_CLIENT_ID', CLIENT);
    vi.stubEnv('AZURE_TENANT_ID', OTHER_TENANT);
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', path);
    const { clients, context, tokenCalls } = await setUp(undefined, () => token('t1', 10));
    await clients.arm.vnet(VNET, context);
    await writeFile(path, 'assertion-2');
    await clients.arm.vnet(VNET, context);
    vi.unstubAllEnvs();
    const forms = tokenCalls().map(({ body }) => new URLSearchParams(body).get('client_assertion'));
    expect(forms).toEqual(['assertion-1', 'assertion-2']);
    expect(tokenCalls()[0]?.url).toContain(`/${OTHER_TENANT}/`);
  });

  it('are missing with a clear word', async () => {
    for (const name of ['AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_FEDERATED_TOKEN_FILE'])
      vi.stubEnv(name, '');
    const { clients, context } = await setUp(undefined, () => token('t1'));
    const error = await rejection(clients.arm.vnet(VNET, context), Error);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({ name: 'InvalidInputError', field: 'credential' });
  });

  it('need a certificate that can be read', async () => {
    const clientCertificate = '-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----';
    const { clients, context, tokenCalls } = await setUp({ clientId: CLIENT, clientCertificate }, () =>
      token('t1'),
    );
    const error = await rejection(clients.arm.vnet(VNET, context), Error);
    expect(error).toMatchObject({ name: 'InvalidInputError', field: 'credential.clientCertificate' });
    expect(tokenCalls()).toHaveLength(0);
  });

  it('come from a person on another device', async () => {
    const prompts: unknown[] = [];
    const credential = { deviceCode: (prompt: unknown) => void prompts.push(prompt) };
    const { clients, context, tokenCalls, used } = await setUp(credential, ({ url, body }, index) => {
      if (url.includes('devicecode')) {
        return {
          json: {
            user_code: 'ABCD',
            device_code: 'd',
            verification_uri: 'https://microsoft.com/devicelogin',
            expires_in: 900,
            interval: 0,
            message: 'Open the page and enter ABCD.',
          },
        };
      }
      const { grant_type: grant } = Object.fromEntries(new URLSearchParams(body));
      return person(grant === 'refresh_token' ? 'graph-token' : 'arm-token', index);
    });
    await clients.arm.vnet(VNET, context);
    expect(used()).toBe('Bearer arm-token');
    expect(prompts).toMatchObject([{ userCode: 'ABCD', expiresInMs: 900_000 }]);
    await clients.graph.applicationByUniqueName('x', context);
    expect(prompts).toHaveLength(1);
    expect(new URLSearchParams(tokenCalls().at(-1)?.body).get('grant_type')).toBe('refresh_token');
  });
});

/** What Entra ID gives for a person: beside the token, who it is and how to ask again. */
function person(text: string, index: number): Answer {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    oid: 'o',
    tid: TENANT,
    sub: 's',
    preferred_username: 'u',
    aud: CLIENT,
    iss: 'i',
    exp: 9e9,
  };
  return {
    json: {
      token_type: 'Bearer',
      expires_in: 3_600,
      access_token: text,
      refresh_token: `r${index}`,
      id_token: `${encode({ alg: 'none' })}.${encode(claims)}.x`,
      client_info: encode({ uid: 'o', utid: TENANT }),
      scope: 'https://management.azure.com/.default',
    },
  };
}

describe('refusals of Entra ID', () => {
  it('have their number as code', async () => {
    const { clients, context } = await setUp(secret, () => sts(700016));
    const error = await rejection(clients.arm.vnet(VNET, context), Error);
    expect(isRefusal(error, 'AADSTS700016')).toBe(true);
    expect(error.message).toContain('It is so. (correlation c-1)');
    expect(error.message).not.toContain('Trace ID');
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  it('are asked anew, not remembered for a minute', async () => {
    const { clients, context, tokenCalls } = await setUp(secret, (_, index) =>
      index === 0 ? sts(7000215, 401) : token('t'),
    );
    await rejection(clients.arm.vnet(VNET, context), Error);
    await clients.arm.vnet(VNET, context);
    expect(tokenCalls()).toHaveLength(2);
  });

  it('that pass are waited out', async () => {
    const busy: Answer = {
      status: 429,
      headers: { 'retry-after': '3' },
      json: { error: 'temporarily_unavailable' },
    };
    const { clients, context, clock, tokenCalls } = await setUp(
      secret,
      (_, index) => [busy, sts(90033, 503)][index] ?? token('t'),
    );
    await clients.arm.vnet(VNET, context);
    expect(tokenCalls()).toHaveLength(3);
    expect(clock.slept[0]).toBe(3_000);
  });

  it('of a server that fails end after four tries', async () => {
    const { clients, context, tokenCalls } = await setUp(secret, () => ({ status: 500, text: 'oops' }));
    expect(await rejection(clients.arm.vnet(VNET, context), Error)).toMatchObject({
      name: 'CloudRefusedError',
    });
    expect(tokenCalls()).toHaveLength(4);
  });

  it('leave no promise behind when cancelled', async () => {
    const { clients, clock } = await setUp(secret, () => 'hang');
    const controller = new AbortController();
    const call = rejection(clients.arm.vnet(VNET, { signal: controller.signal, clock }), Error);
    setTimeout(() => controller.abort(), 50);
    expect(await call).toMatchObject({ name: 'AbortedError' });
  });
});

describe('tokens of the application', () => {
  it('are of each tenant apart, and fresh when asked', async () => {
    const { clients, context, tokenCalls } = await setUp(undefined, (_, index) => token(`t${index}`));
    const app = clients.appIdentity(idOf('appId', CLIENT), SECRET);
    const home = app.in(idOf<TenantId>('t', TENANT));
    const away = app.in(idOf<TenantId>('t', OTHER_TENANT));
    expect([await home.token(context), await away.token(context), await home.token(context)]).toEqual([
      't0',
      't1',
      't0',
    ]);
    expect(await home.token(context, { fresh: true })).toBe('t2');
    expect(tokenCalls().map(({ url }) => url.split('/')[1])).toEqual([TENANT, OTHER_TENANT, TENANT]);
  });
});
