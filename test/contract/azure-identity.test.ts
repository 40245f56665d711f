import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import {
  graphWith,
  newApp,
  secretForm,
  type Talk,
  VENDOR_TENANT,
} from '../sandbox/azure/helpers/directory.js';
import { rsaCertificate } from './helpers/rsa-certificate.js';
import { talkTo } from './helpers/tls-talk.js';

/** What one part of the program gave. */
interface Outcome {
  readonly ok: boolean;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly error?: Readonly<Record<string, unknown>>;
}

const ISSUER = 'https://issuer.example/';
const PUBLIC_CLIENT = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

let sandbox: Sandbox;
let folder: string;
let outcomes: Readonly<Record<string, Outcome>>;
let app: { id: string; appId: string; objectId: string; secret: string };
let vendorObjectId: string;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: true });
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-identity-test-'));
  writeFileSync(join(folder, 'ca.pem'), sandbox.ca ?? '');
  const talk = talkTo(sandbox);
  const certificate = await rsaCertificate();
  app = await customersApp(talk, certificate.base64);
  vendorObjectId = await addToVendor(talk);
  outcomes = await run({
    origin: sandbox.endpoints.entra,
    tenantId: sandbox.azure.defaultTenantId,
    vendorTenantId: VENDOR_TENANT,
    publicClientId: PUBLIC_CLIENT,
    app,
    certificate,
    assertion: foreignToken(),
    folder,
  });
}, 40_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('@azure/msal-node', () => {
  test.each(['msalSecret', 'msalCertificate', 'msalAssertion'])('signs in: %s', (part) => {
    expect(outcomes[part]).toMatchObject({ ok: true, value: { claims: ownClaims(), tenant: '' } });
  });

  test('gets a token of the vendor, where it was added', () => {
    expect(outcomes.msalVendor).toMatchObject({ ok: true, value: { claims: vendorClaims() } });
  });

  test('serves both directories with one client, and keeps their tokens apart', () => {
    expect(outcomes.msalBothByOneClient).toMatchObject({
      value: { own: { claims: ownClaims() }, vendors: { claims: vendorClaims() }, cached: true },
    });
  });

  test('wants the port among the known authorities', () => {
    expect(outcomes.msalWithoutPort?.error).toMatchObject({ errorCode: 'endpoints_resolution_error' });
  });

  test('tells the number, status and word of a refusal', () => {
    expect(outcomes.msalWrongSecret?.error).toMatchObject({
      name: 'ServerError',
      errorCode: 'invalid_client',
      errorNo: 7000215,
      status: 401,
      message: expect.stringContaining('AADSTS7000215: Invalid client secret provided.'),
    });
    expect(outcomes.msalOtherApplication?.error).toMatchObject({
      errorCode: 'unauthorized_client',
      errorNo: 700016,
      status: 400,
    });
  });

  test('does not say which directory is missing', () => {
    expect(outcomes.msalUnknownDirectory?.error).toMatchObject({ errorCode: 'endpoints_resolution_error' });
  });

  test('asks no collective name for an application', () => {
    expect(outcomes.msalOrganizations?.error).toMatchObject({ errorCode: 'missing_tenant_id_error' });
  });

  test('signs a person in by device code, and refreshes', () => {
    expect(outcomes.msalDeviceCode).toMatchObject({
      value: {
        claims: { idtyp: 'user', appid: PUBLIC_CLIENT, tid: sandbox.azure.defaultTenantId },
        messages: [expect.stringContaining('enter the code')],
        refreshed: true,
      },
    });
  });
});

describe('@azure/identity', () => {
  test.each(['identitySecret', 'identityCertificate', 'identityAssertion', 'identityWorkload'])(
    'signs in: %s',
    (part) => {
      expect(outcomes[part]).toMatchObject({ ok: true, value: { claims: ownClaims() } });
    },
  );

  test('gets a token of the vendor, where it was added', () => {
    expect(outcomes.identityVendor).toMatchObject({ ok: true, value: { claims: vendorClaims() } });
  });

  test('signs a person in by device code', () => {
    expect(outcomes.identityDeviceCode).toMatchObject({ value: { claims: { idtyp: 'user' } } });
  });

  test('says why it was refused', () => {
    expect(outcomes.identityWrongSecret?.error).toMatchObject({
      name: 'AuthenticationRequiredError',
      message: expect.stringContaining('AADSTS7000215'),
    });
  });
});

test('the clients sent no secret that the log would show', () => {
  const log = JSON.stringify(sandbox.requests());
  expect(log).not.toContain(app.secret);
  expect(log).not.toContain(foreignToken());
  expect(sandbox.requests().filter(({ operation }) => operation === 'entra.token').length).toBeGreaterThan(
    12,
  );
});

function ownClaims() {
  return {
    tid: sandbox.azure.defaultTenantId,
    oid: app.objectId,
    appid: app.appId,
    aud: 'https://management.azure.com',
  };
}

function vendorClaims() {
  return { tid: VENDOR_TENANT, oid: vendorObjectId, appid: app.appId, aud: 'https://management.azure.com' };
}

/** An application with a secret, a certificate, and an issuer whose tokens it trusts. */
async function customersApp(talk: Talk, key: string) {
  const graph = await graphFor(talk, sandbox.azure.defaultTenantId);
  const made = await newApp(graph);
  const credential = { name: 'ci', issuer: ISSUER, subject: 'ci', audiences: ['api://AzureADTokenExchange'] };
  await graph('POST', `/applications/${made.id}/federatedIdentityCredentials`, credential);
  const keyCredentials = [{ type: 'AsymmetricX509Cert', usage: 'Verify', key }];
  const patched = await graph('PATCH', `/applications/${made.id}`, { keyCredentials });
  expect(patched.status).toBe(204);
  return made;
}

/** What the vendor does when it learns of the application. */
async function addToVendor(talk: Talk): Promise<string> {
  const graph = await graphFor(talk, VENDOR_TENANT);
  const added = await graph('POST', '/servicePrincipals', { appId: app.appId });
  expect(added.status).toBe(201);
  return String(added.body.id);
}

async function graphFor(talk: Talk, tenantId: string) {
  const { clientId, clientSecret } = sandbox.azure.administrator(tenantId);
  const form = secretForm(sandbox, { client_id: clientId, client_secret: clientSecret });
  const { body } = await talk(`${sandbox.endpoints.entra}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(form)),
  });
  return graphWith(sandbox, String(body.access_token), talk);
}

/** The token of a workload: nobody checks who signed it. */
function foreignToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: ISSUER, sub: 'ci', aud: 'api://AzureADTokenExchange', exp: 4_102_444_800 };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** Runs the clients in a process that trusts the sandbox's CA. */
function run(plan: object): Promise<Record<string, Outcome>> {
  const program = join(import.meta.dirname, 'helpers', 'azure-identity-client.mjs');
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], { env, timeout: 30_000 });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => {
      expect(output.stdout, output.stderr).not.toBe('');
      resolve(JSON.parse(output.stdout));
    });
  });
}
