import type { Fate } from '../fault-effects.js';
import type { ReceivedRequest } from '../http-server.js';
import type { Action, Needed, Writing } from './action.js';
import type { Principal } from './auth/tokens.js';
import type { Call, GcpContext } from './gcp-context.js';
import { type Operation, operationView } from './operations.js';
import type { Project } from './projects.js';
import { Body } from './wire/body.js';
import { forbidden, invalidValue, notFound, rateLimitExceeded, unknownName } from './wire/errors.js';
import type { Fields } from './wire/fields.js';
import { GcpError } from './wire/gcp-error.js';
import { projectOf } from './wire/links.js';

/** Parameters that every method takes. */
const COMMON_QUERY = [
  'alt',
  '$alt',
  'prettyPrint',
  '$prettyPrint',
  'fields',
  '$fields',
  'key',
  'quotaUser',
  'userIp',
  'callback',
  'access_token',
  'oauth_token',
  '$.xgafv',
  '$userProject',
];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ZERO_UUID = '00000000-0000-0000-0000-000000000000';
/** For so long a repeated request id is answered with the operation that it had started. */
const REMEMBERED_MS = 3_600_000;

/** The services of the methods, by the first word of their names. */
const SERVICES: Readonly<Record<string, { readonly host: string; readonly title: string }>> = {
  compute: { host: 'compute.googleapis.com', title: 'Compute Engine API' },
  networkconnectivity: { host: 'networkconnectivity.googleapis.com', title: 'Network Connectivity API' },
  vpcaccess: { host: 'vpcaccess.googleapis.com', title: 'Serverless VPC Access API' },
  run: { host: 'run.googleapis.com', title: 'Cloud Run Admin API' },
  resourcemanager: { host: 'cloudresourcemanager.googleapis.com', title: 'Cloud Resource Manager API' },
};

/** One request that a method was found for. */
export interface MatchedRequest {
  readonly action: Action;
  readonly request: ReceivedRequest;
  readonly parts: ReadonlyMap<string, string>;
  readonly fate: Fate;
}

/** What every request goes through before its method: identity, service, permission, request id. */
export class ComputeService {
  readonly #gcp: GcpContext;
  readonly #started = new Map<string, { readonly operation: Operation; readonly atMs: number }>();

  constructor(gcp: GcpContext) {
    this.#gcp = gcp;
  }

  /**
   * The JSON of the answer.
   * @throws {GcpError} what Google would answer
   */
  async carryOut(matched: MatchedRequest): Promise<Fields> {
    const { action, request } = matched;
    const principal = this.#gcp.tokens.principal(request.header('authorization'));
    this.#gcp.projects.ensure(principal.projectId);
    const project = this.#projectOf(matched, principal);
    this.#checkService(action, project);
    this.#checkQuotaProject(request.header('x-goog-user-project'), principal);
    if (this.#gcp.consistency.throttles()) throw rateLimitExceeded();
    const call = this.#callOf(matched, principal, project);
    checkQuery(call.query, action);
    this.#authorize(principal, action.needs(call));
    return 'answer' in action ? action.answer(call) : this.#start(action, call, request);
  }

  #callOf({ request, parts, fate }: MatchedRequest, principal: Principal, project: Project): Call {
    const { consistency, world } = this.#gcp;
    return {
      gcp: this.#gcp,
      world,
      principal,
      project,
      part: (name) => parts.get(name) ?? '',
      query: new URLSearchParams(request.query),
      body: Body.parse(request.method === 'GET' ? '' : request.body),
      sees: ({ path, phase }) => phase !== 'creating' && consistency.sees(path),
      fate,
    };
  }

  /** Where the caller has no project of that id or number, it is not said whether there is one. */
  #projectOf({ action, parts }: MatchedRequest, principal: Principal): Project {
    const wanted = parts.get('project') ?? principal.projectId;
    const project = this.#gcp.projects.find(wanted);
    if (project) return project;
    throw action.name.startsWith('compute.') ? notFound(`projects/${wanted}`) : noProject(wanted);
  }

  #checkService({ name }: Action, project: Project): void {
    const service = SERVICES[name.split('.')[0] ?? ''];
    if (!service || !project.disabledServices.has(service.host)) return;
    throw serviceDisabled(service, project);
  }

  /** Who names a project to be billed must be allowed to use it so. */
  #checkQuotaProject(named: string | undefined, principal: Principal): void {
    if (named === undefined) return;
    if (this.#gcp.permissions.allows(principal, 'serviceusage.services.use', named)) return;
    throw new GcpError(
      403,
      'forbidden',
      `Caller does not have required permission to use project ${named}. Grant the caller the ` +
        'roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission.',
      {
        status: 'PERMISSION_DENIED',
        details: [errorInfo('USER_PROJECT_DENIED', { consumer: `projects/${named}` })],
      },
    );
  }

  #authorize(principal: Principal, needed: readonly Needed[]): void {
    for (const { permission, path } of needed) {
      if (this.#gcp.permissions.allows(principal, permission, projectOf(path))) continue;
      throw forbidden(permission, path);
    }
  }

  /** A request id that was seen within the hour starts nothing: the answer is the operation of then, as it is now. */
  #start(action: Writing, call: Call, { method, path }: { method: string; path: string }): Fields {
    const requestId = call.query.get('requestId') ?? undefined;
    if (requestId !== undefined) checkRequestId(requestId);
    const key = `${call.project.id} ${method} ${path} ${requestId}`;
    const nowMs = this.#gcp.clock.now();
    const earlier = requestId === undefined ? undefined : this.#started.get(key);
    if (earlier && nowMs < earlier.atMs + REMEMBERED_MS) return operationView(earlier.operation);
    this.#checkConcurrency(call.project);
    const operation = this.#gcp.operations.start(action.start(call), {
      project: call.project.id,
      user: call.principal.email,
      requestId,
      stuck: call.fate.stuck,
      failsWith: call.fate.failsWith,
    });
    if (requestId !== undefined) this.#started.set(key, { operation, atMs: nowMs });
    return operationView(operation);
  }

  #checkConcurrency(project: Project): void {
    if (this.#gcp.operations.running(project.id) < this.#gcp.limits.of(project.id).operations) return;
    const metadata = { containerType: 'PROJECT', containerId: project.number, location: 'global' };
    const message = 'The operation quota of this project is used up. Try again later.';
    throw new GcpError(403, 'rateLimitExceeded', message, {
      domain: 'usageLimits',
      details: [
        errorInfo('CONCURRENT_OPERATIONS_QUOTA_EXCEEDED', metadata, 'compute.googleapis.com'),
        { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
      ],
    });
  }
}

/** A parameter that the method does not have is refused, or a test would pass for a wrong reason. */
function checkQuery(query: URLSearchParams, action: Action): void {
  const own = [...(action.query ?? []), ...('start' in action ? ['requestId'] : [])];
  const unknown = [...query.keys()].find((name) => !COMMON_QUERY.includes(name) && !own.includes(name));
  if (unknown !== undefined) throw unknownName(unknown, 'query');
}

function checkRequestId(requestId: string): void {
  if (UUID.test(requestId) && requestId !== ZERO_UUID) return;
  throw invalidValue('requestId', requestId, 'Must be a valid UUID other than the zero UUID.');
}

function noProject(id: string): GcpError {
  return new GcpError(
    403,
    'forbidden',
    `The caller does not have permission on project ${id}, or it does not exist.`,
    {
      status: 'PERMISSION_DENIED',
    },
  );
}

function serviceDisabled(
  { host, title }: { host: string; title: string },
  { id, number }: Project,
): GcpError {
  const url = `https://console.developers.google.com/apis/api/${host}/overview?project=${id}`;
  const message =
    `${title} has not been used in project ${id} before or it is disabled. Enable it by visiting ${url} then retry. ` +
    'If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.';
  return new GcpError(403, 'accessNotConfigured', message, {
    domain: 'usageLimits',
    status: 'PERMISSION_DENIED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [{ description: 'Google developers console API activation', url }],
      },
      errorInfo('SERVICE_DISABLED', { service: host, consumer: `projects/${number}` }),
    ],
  });
}

function errorInfo(reason: string, metadata: Fields, domain = 'googleapis.com'): Fields {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata };
}
