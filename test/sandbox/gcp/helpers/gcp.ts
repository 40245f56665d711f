import { expect } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/index.js';

/** Longer than any one operation takes. */
export const DONE_MS = 1_000;

/** A JSON answer. */
export interface GcpAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A sandbox whose clock stands still until it is advanced. */
export function startGcp(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ clock: 'virtual', ...options });
}

/** How a request departs from the usual. */
export interface CallOptions {
  /** The project whose identity asks. @default the one that the path names */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the project's token; empty for none. */
  readonly token?: string;
}

/** Sends one request. `path` begins below `/compute/v1/`, or with `/`. */
export async function call(
  sandbox: Sandbox,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<GcpAnswer> {
  const named = /projects\/([^/?:]+)/.exec(path)?.[1];
  const token = options.token ?? sandbox.gcp.project(options.as ?? named).accessToken;
  const url = sandbox.endpoints.compute + (path.startsWith('/') ? path : `/compute/v1/${path}`);
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const body: unknown = JSON.parse(await response.text());
  return { status: response.status, body: fieldsOf(body) };
}

/** A value that must be a JSON object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  expect(value).toBeTypeOf('object');
  return Object.fromEntries(Object.entries(value ?? {}));
}

/** The message of a refusal, with its status and reason: `400 badRequest: …`. */
export function refusalOf({ status, body }: GcpAnswer): string {
  const error = fieldsOf(body.error);
  const errors = Array.isArray(error.errors) ? error.errors.map(fieldsOf) : [];
  return `${status} ${errors[0]?.reason}: ${error.message}`;
}

/** Starts a change and lets it come to its end; the operation as it is then. */
export async function done(
  sandbox: Sandbox,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const started = await call(sandbox, method, path, options);
  expect(started.body.error, JSON.stringify(started.body)).toBeUndefined();
  await sandbox.clock.advance(DONE_MS);
  const link = String(started.body.selfLink);
  const operation = link.slice(link.indexOf('projects/'));
  return (await call(sandbox, 'GET', operation, options.as === undefined ? {} : { as: options.as })).body;
}

/** The message of a failed operation; '' when it went well. */
export function failureOf(operation: Readonly<Record<string, unknown>>): string {
  if (operation.error === undefined) return '';
  const { errors } = fieldsOf(operation.error);
  const first = fieldsOf(Array.isArray(errors) ? errors[0] : undefined);
  return `${String(first.code)}: ${String(first.message)}`;
}

/** Makes a network without subnets; its path. */
export async function newNetwork(
  sandbox: Sandbox,
  project: string,
  name: string,
  more: object = {},
): Promise<string> {
  const body = { name, autoCreateSubnetworks: false, ...more };
  const operation = await done(sandbox, 'POST', `projects/${project}/global/networks`, { body });
  expect(failureOf(operation)).toBe('');
  return `projects/${project}/global/networks/${name}`;
}

/** A network as it is shown. */
export async function networkSeen(
  sandbox: Sandbox,
  path: string,
): Promise<Readonly<Record<string, unknown>>> {
  return (await call(sandbox, 'GET', path)).body;
}

/** The peerings that a network shows. */
export async function peeringsSeen(
  sandbox: Sandbox,
  path: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  const { peerings } = await networkSeen(sandbox, path);
  return Array.isArray(peerings) ? peerings.map(fieldsOf) : [];
}

/** The body of addPeering. */
export function peeringBody(name: string, network: string, more: object = {}): object {
  return { networkPeering: { name, network, exchangeSubnetRoutes: true, ...more } };
}

/** Makes a subnet in us-central1, by default `sub-` with the network's name. */
export async function newSubnetwork(
  sandbox: Sandbox,
  network: string,
  ipCidrRange: string,
  { name, secondary }: { readonly name?: string; readonly secondary?: string } = {},
): Promise<void> {
  const [, project = '', , , networkName = ''] = network.split('/');
  const body = {
    name: name ?? `sub-${networkName}`,
    network,
    ipCidrRange,
    ...(secondary === undefined
      ? {}
      : { secondaryIpRanges: [{ rangeName: 'pods', ipCidrRange: secondary }] }),
  };
  const path = `projects/${project}/regions/us-central1/subnetworks`;
  expect(failureOf(await done(sandbox, 'POST', path, { body }))).toBe('');
}
