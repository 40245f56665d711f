import { expect } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/index.js';

export const VENDOR_TENANT = '3f7cbd78-1650-4b7d-b28f-8ee05eac10a4';
export const VENDOR_APP = 'ac30c41f-1eab-4f45-9024-70decee5559d';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A call of Graph: method, path behind `/v1.0`, body, headers. */
export type Graph = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answered>;

/** A sandbox whose clock stands still until it is advanced. */
export function startAzure(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ clock: 'virtual', ...options });
}

/** Sends a form to a directory's token endpoint. */
export async function tokenRequest(
  sandbox: Sandbox,
  tenant: string,
  form: Record<string, string>,
  path = 'oauth2/v2.0/token',
): Promise<Answered> {
  const url = `${sandbox.endpoints.entra}/${tenant}/${path}`;
  return answered(await fetch(url, { method: 'POST', body: new URLSearchParams(form) }));
}

/** The form of an application that signs in with its secret; by default the administrator's, for Graph. */
export function secretForm(sandbox: Sandbox, more: Record<string, string> = {}): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: sandbox.azure.identity.clientId,
    client_secret: sandbox.azure.identity.clientSecret,
    scope: 'https://graph.microsoft.com/.default',
    ...more,
  };
}

/** A token of the administrator, or of whoever the form names. */
export async function tokenFor(
  sandbox: Sandbox,
  more: Record<string, string> = {},
  tenant = sandbox.azure.defaultTenantId,
): Promise<string> {
  const { status, body } = await tokenRequest(sandbox, tenant, secretForm(sandbox, more));
  expect(status, JSON.stringify(body)).toBe(200);
  return String(body.access_token);
}

/** Sends one request and reads the JSON of the answer. */
export type Talk = (
  url: string,
  options: { method: string; headers?: Record<string, string>; body?: string | undefined },
) => Promise<Answered>;

/** Graph for the bearer of a token. */
export function graphWith(sandbox: Sandbox, token: string, talk: Talk = plainTalk): Graph {
  return (method, path, body, headers = {}) =>
    talk(`${sandbox.endpoints.graph}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
}

/** Graph for the administrator. */
export async function graphOf(sandbox: Sandbox): Promise<Graph> {
  return graphWith(sandbox, await tokenFor(sandbox));
}

/** Makes a multi-tenant application with its service principal and a secret. */
export async function newApp(graph: Graph, displayName = 'peering') {
  const created = await graph('POST', '/applications', {
    displayName,
    signInAudience: 'AzureADMultipleOrgs',
  });
  const { id, appId } = created.body;
  const principal = await graph('POST', '/servicePrincipals', { appId });
  const secret = await graph('POST', `/applications/${id}/addPassword`, { passwordCredential: {} });
  expect([created.status, principal.status, secret.status]).toEqual([201, 201, 200]);
  return {
    id: String(id),
    appId: String(appId),
    objectId: String(principal.body.id),
    secret: String(secret.body.secretText),
    keyId: String(secret.body.keyId),
  };
}

/** `status code: message` of a refusal by Graph. */
export function refusal({ status, body }: Answered): string {
  const error = Object(body.error);
  return `${status} ${error.code}: ${error.message}`;
}

/** The AADSTS number of a refusal by Entra, with the status and OAuth's word. */
export function aadsts({ status, body }: Answered): string {
  const [, number] = /^AADSTS(\d+): /.exec(String(body.error_description)) ?? [];
  return `${status} ${body.error} ${number}`;
}

/** The elements of a list. */
export function values({ body }: Answered): JsonObject[] {
  return Array.isArray(body.value) ? body.value : [];
}

/** The claims of a JWT. */
export function claimsOf(token: unknown): JsonObject {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
}

const plainTalk: Talk = async (url, { body = null, ...options }) =>
  answered(await fetch(url, { ...options, body }));

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : JSON.parse(text),
  };
}
