import { InvalidInputError } from '../errors/invalid-input-error.js';
import { azureEndpointIllegal, illegalValue, unknownOption } from '../errors/messages.js';
import { readEnv } from '../internal/env.js';
import { isOptions, unknownKey } from '../internal/guards.js';
import { isLoopbackHost } from '../internal/loopback.js';
import { type AzureCloud, type AzureOrigins, ORIGINS } from './clouds.js';

/** The URLs of the services, where they are not those of a cloud: doubles, or a proxy with a path. */
export interface AzureEndpoints {
  /** Azure Resource Manager. */
  readonly arm?: string | undefined;
  /** Microsoft Graph, without the version. */
  readonly graph?: string | undefined;
  /** Entra ID. */
  readonly entra?: string | undefined;
}

/** Where the calls go, and what they are said to be for. */
export interface ServiceEndpoints extends AzureOrigins {
  /** The services themselves, for which tokens are asked: they stay what they are when the calls go elsewhere. */
  readonly real: AzureOrigins;
}

const VARIABLES = {
  arm: 'DFCLOUD_ARM_ENDPOINT',
  graph: 'DFCLOUD_GRAPH_ENDPOINT',
  entra: 'AZURE_AUTHORITY_HOST',
} as const;

const SERVICES = ['arm', 'graph', 'entra'] as const;

/**
 * Works out the endpoints: the caller's, else the environment's, else those of the cloud; without trailing slashes.
 *
 * @throws InvalidInputError when one is no URL, or `http:` to another machine.
 */
export function endpointsOf(cloud: AzureCloud | undefined, given: unknown = {}): ServiceEndpoints {
  if (!isOptions(given)) {
    const text = illegalValue('endpoints', given, 'an object with some of arm, graph and entra');
    throw new InvalidInputError(text, { field: 'endpoints' });
  }
  const unknown = unknownKey(given, SERVICES);
  if (unknown !== undefined)
    throw new InvalidInputError(unknownOption(`endpoints.${unknown}`, SERVICES), { field: 'endpoints' });
  const real = ORIGINS[cloud ?? cloudOfAuthority(readEnv(VARIABLES.entra))];
  const at = (service: (typeof SERVICES)[number]) => {
    if (given[service] !== undefined) return checked(`endpoints.${service}`, given[service]);
    const variable = VARIABLES[service];
    const value = readEnv(variable);
    // The authority of a real cloud says which cloud, which the option may have overruled.
    if (!value || isRealAuthority(value)) return real[service];
    return checked(variable, value);
  };
  return { arm: at('arm'), graph: at('graph'), entra: at('entra'), real };
}

function cloudOfAuthority(authority: string | undefined): AzureCloud {
  const host = hostOf(authority);
  if (host === hostOf(ORIGINS.usgov.entra)) return 'usgov';
  return host === hostOf(ORIGINS.china.entra) ? 'china' : 'public';
}

function isRealAuthority(url: string): boolean {
  return Object.values(ORIGINS).some(({ entra }) => hostOf(entra) === hostOf(url));
}

/** AZURE_AUTHORITY_HOST is also written without a scheme. */
function hostOf(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const whole = /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;
  return URL.canParse(whole) ? new URL(whole).host : undefined;
}

function checked(field: string, value: unknown): string {
  const illegal = () => new InvalidInputError(azureEndpointIllegal(field, value), { field });
  if (typeof value !== 'string' || !URL.canParse(value)) throw illegal();
  const url = new URL(value);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!safe || url.username || url.password || url.search || url.hash) throw illegal();
  return url.href.replace(/\/+$/, '');
}
