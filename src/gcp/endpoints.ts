import { InvalidInputError } from '../errors/invalid-input-error.js';
import { gcpEndpointIllegal } from '../errors/messages.js';
import { readEnv } from '../internal/env.js';
import { isLoopbackHost } from '../internal/loopback.js';

/** The variable by which gcloud, too, is led to another Compute Engine. */
export const COMPUTE_OVERRIDE = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE';

/** Where the calls of each API go: base URLs without a trailing slash. */
export interface Endpoints {
  readonly compute: string;
  readonly resourceManager: string;
  readonly networkConnectivity: string;
  readonly vpcAccess: string;
  readonly run: string;
  /** True when all of them are this machine. */
  readonly loopback: boolean;
  /** True when the endpoint was taken from the environment. */
  readonly fromEnvironment: boolean;
}

const COMPUTE = 'https://compute.googleapis.com';
const COMPUTE_PATH = '/compute/v1';

const OTHERS = {
  resourceManager: 'https://cloudresourcemanager.googleapis.com',
  networkConnectivity: 'https://networkconnectivity.googleapis.com',
  vpcAccess: 'https://vpcaccess.googleapis.com',
  run: 'https://run.googleapis.com',
} as const;

/**
 * The endpoint that was given, else that of the environment, else Google's. On loopback one server stands for all APIs,
 * whose paths differ.
 *
 * @throws InvalidInputError when it is not legal, above all when a token would travel in clear.
 */
export function resolveEndpoints(given: string | undefined): Endpoints {
  const fromEnv = given === undefined ? readEnv(COMPUTE_OVERRIDE) || undefined : undefined;
  const source = fromEnv === undefined ? 'endpoint' : COMPUTE_OVERRIDE;
  const { origin, hostname } = parse(given ?? fromEnv ?? COMPUTE, source);
  const loopback = isLoopbackHost(hostname);
  const at = (real: string) => (loopback ? origin : real);
  return {
    compute: `${origin}${COMPUTE_PATH}`,
    resourceManager: `${at(OTHERS.resourceManager)}/v1`,
    networkConnectivity: `${at(OTHERS.networkConnectivity)}/v1`,
    vpcAccess: `${at(OTHERS.vpcAccess)}/v1`,
    run: `${at(OTHERS.run)}/v2`,
    loopback,
    fromEnvironment: fromEnv !== undefined,
  };
}

/** The origins, each once. */
export function originsOf({ loopback: _, fromEnvironment: __, ...urls }: Endpoints): string[] {
  return [...new Set(Object.values(urls).map((url) => new URL(url).origin))];
}

function parse(text: unknown, source: string): URL {
  const refuse = (why: string) =>
    new InvalidInputError(gcpEndpointIllegal(source, text, why), { field: 'endpoint' });
  if (typeof text !== 'string' || !URL.canParse(text)) throw refuse('it is no URL');
  const url = new URL(text);
  if (url.username || url.password) throw refuse('it holds credentials');
  if (url.search || url.hash) throw refuse('it has a query or a fragment');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw refuse('http: is for loopback only, the access token would travel in clear');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`its scheme is ${url.protocol}`);
  if (!['', COMPUTE_PATH].includes(url.pathname.replace(/\/+$/, '')))
    throw refuse(`its path is ${url.pathname}, and can only be ${COMPUTE_PATH}`);
  return url;
}
