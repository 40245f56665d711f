import { isLoopbackHost } from '../internal/loopback.js';
import { AWS_HANDLERS } from './aws/aws-handlers.js';
import { AZURE_HANDLERS } from './azure/azure-handlers.js';
import { type ControlBody, numberIn, textIn } from './control-body.js';
import { GCP_HANDLERS } from './gcp/gcp-handlers.js';
import { type Answer, json, type ReceivedRequest } from './http-server.js';
import { parseFault } from './parse-fault.js';
import { parseVariant } from './resp/variants.js';
import type { Sandbox } from './sandbox.js';
import { SandboxError, type SandboxErrorCode } from './sandbox-error.js';
import { parsedBody } from './serve.js';

/** Where the control of a sandbox begins; everything else is the API. */
export const CONTROL_PREFIX = '/_sandbox';

/** What the control can do with a sandbox. */
export type Controlled = Pick<
  Sandbox,
  | 'requests'
  | 'clearRequests'
  | 'world'
  | 'faults'
  | 'clock'
  | 'accept'
  | 'revoke'
  | 'fail'
  | 'datastore'
  | 'aws'
  | 'gcp'
  | 'azure'
> & {
  /** Makes the CA when there is none yet. */
  certificateAuthority(): Promise<string>;
};

type Handler = (sandbox: Controlled, body: ControlBody, id: string) => unknown;

/** Method and path, `ID` standing for one segment, to what is done. The result is the answer's JSON. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /requests': (sandbox) => sandbox.requests(),
  'DELETE /requests': (sandbox) => sandbox.clearRequests(),
  'GET /world': (sandbox) => sandbox.world(),
  'GET /faults': (sandbox) => sandbox.faults.list(),
  'POST /faults': (sandbox, body) => addFault(sandbox, body),
  'DELETE /faults': (sandbox) => sandbox.faults.clear(),
  'DELETE /faults/ID': (sandbox, _body, id) => removeFault(sandbox, id),
  'GET /clock': (sandbox) => clockOf(sandbox),
  'POST /clock': async (sandbox, body) => {
    await sandbox.clock.advance(numberIn(body, 'advanceMs'));
    return clockOf(sandbox);
  },
  'POST /accept': (sandbox, body) => sandbox.accept(textIn(body, 'connectionId')),
  'POST /revoke': (sandbox, body) => sandbox.revoke(textIn(body, 'connectionId')),
  'POST /fail': (sandbox, body) => sandbox.fail(textIn(body, 'connectionId'), textIn(body, 'statusDetail')),
  'POST /datastores/ID/variant': (sandbox, body, id) => setVariant(sandbox, body, id),
  ...cloudHandlers(AWS_HANDLERS, (sandbox) => sandbox.aws),
  ...cloudHandlers(GCP_HANDLERS, (sandbox) => sandbox.gcp),
  ...cloudHandlers(AZURE_HANDLERS, (sandbox) => sandbox.azure),
  'GET /ca': async (sandbox) => ({ ca: await sandbox.certificateAuthority() }),
};

const STATUSES: Readonly<Record<SandboxErrorCode, number>> = {
  invalid_option: 400,
  invalid_fault: 400,
  unknown_id: 404,
  wrong_state: 409,
  wrong_clock: 409,
  port_taken: 409,
  closed: 409,
};

/** A cloud's own handlers, led to that cloud. */
function cloudHandlers<C>(
  handlers: Readonly<Record<string, (cloud: C, body: ControlBody) => unknown>>,
  cloudOf: (sandbox: Controlled) => C,
): Record<string, Handler> {
  return Object.fromEntries(
    Object.entries(handlers).map(([route, handle]) => [
      route,
      (sandbox, body) => handle(cloudOf(sandbox), body),
    ]),
  );
}

/**
 * Answers `/_sandbox/…`: the same as the methods of `Sandbox`, for tests in any language. No API key is asked for and
 * none is shown, but only local programs are answered: a web page that resolves its own name to 127.0.0.1, or posts
 * from another origin, is refused.
 */
export async function control(sandbox: Controlled, request: ReceivedRequest): Promise<Answer> {
  if (!isLocal(request)) return json(403, { error: 'the control of a sandbox answers local programs only' });
  const path = request.path.slice(CONTROL_PREFIX.length);
  for (const [route, handler] of Object.entries(HANDLERS)) {
    const [method, pattern = ''] = route.split(' ');
    const match = new RegExp(`^${pattern.replace('ID', '([^/]+)')}$`).exec(path);
    if (method === request.method && match) return answer(sandbox, request, handler, match[1] ?? '');
  }
  const routes = Object.keys(HANDLERS).map((route) => route.replace(' ', ` ${CONTROL_PREFIX}`));
  return json(404, { error: `no control ${request.method} ${request.path}`, routes });
}

async function answer(
  sandbox: Controlled,
  request: ReceivedRequest,
  handler: Handler,
  id: string,
): Promise<Answer> {
  try {
    return json(200, (await handler(sandbox, bodyOf(request), id)) ?? { ok: true });
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return json(STATUSES[error.code], { error: error.message, code: error.code, fix: error.fix });
  }
}

function isLocal(request: ReceivedRequest): boolean {
  const host = (request.header('host') ?? '').replace(/:\d+$/, '');
  const origin = request.header('origin');
  return isLoopbackHost(host) && (origin === undefined || isLoopbackOrigin(origin));
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname);
}

function bodyOf(request: ReceivedRequest): ControlBody {
  const body = request.body === '' ? {} : parsedBody(request.body);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw new SandboxError(
    'invalid_option',
    'the body is no JSON object',
    'Send one, such as {"advanceMs": 1000}.',
  );
}

function addFault(sandbox: Controlled, body: ControlBody): { id: string } {
  const { on, times, skip, fault } = body;
  const { id } = sandbox.faults.add({
    on: typeof on === 'string' ? on : '',
    ...(times === undefined ? {} : { times: numberIn(body, 'times') }),
    ...(skip === undefined ? {} : { skip: numberIn(body, 'skip') }),
    fault: parseFault(fault),
  });
  return { id };
}

function removeFault(sandbox: Controlled, id: string): void {
  if (sandbox.faults.remove(id)) return;
  throw new SandboxError('unknown_id', `no fault ${id} exists`, 'List them with GET /_sandbox/faults.');
}

async function setVariant(sandbox: Controlled, body: ControlBody, id: string): Promise<unknown> {
  const wanted = textIn(body, 'variant');
  const datastore = sandbox.datastore(id);
  await datastore.setVariant(
    parseVariant(wanted),
    body.node === undefined ? {} : { node: numberIn(body, 'node') },
  );
  return { listeners: datastore.listeners, variants: datastore.variants };
}

function clockOf({ clock }: Controlled): { mode: string; nowMs: number } {
  return { mode: clock.mode, nowMs: clock.now() };
}
