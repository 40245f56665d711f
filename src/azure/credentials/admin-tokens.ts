import { lazy } from '../../internal/lazy.js';
import type { CallContext } from '../arm/arm.js';
import { idOf, type TenantId } from '../ids.js';
import type { Settings } from '../options.js';
import type { TokenSource } from '../tokens.js';
import { AppTokens } from './app-tokens.js';
import { callerTokens } from './caller-tokens.js';
import { certificateProof } from './certificate.js';
import { checkCredential } from './check-credential.js';
import type { EntraConfig } from './entra.js';
import { credentialFromEnvironment } from './from-environment.js';
import type { AzureCredential } from './model.js';
import { PersonTokens } from './person-tokens.js';

/** What the administrator's tokens are for. */
export type Service = 'arm' | 'graph';

type Sources = Readonly<Record<Service, TokenSource>>;
type AskTenant = (context: CallContext) => Promise<TenantId>;

/** The administrator's tokens for both services, by the credential of the options, else of the environment. */
export function adminTokens(settings: Settings, entra: EntraConfig, askTenant: AskTenant): Sources {
  const open = lazy(async () => {
    const credential = settings.credential ?? (await fromEnvironment());
    return sourcesOf(credential, settings, entra, askTenant);
  });
  const later = (service: Service): TokenSource => ({
    token: async (context, options) => (await open())[service].token(context, options),
  });
  return { arm: later('arm'), graph: later('graph') };
}

async function fromEnvironment(): Promise<AzureCredential> {
  const credential = await credentialFromEnvironment();
  checkCredential(credential);
  return credential;
}

function sourcesOf(
  credential: AzureCredential,
  { endpoints, tenantId }: Settings,
  entra: EntraConfig,
  askTenant: AskTenant,
): Sources {
  const both = (source: (scope: string) => TokenSource): Sources => ({
    arm: source(scopeOf(endpoints.real.arm)),
    graph: source(scopeOf(endpoints.real.graph)),
  });
  if ('getToken' in credential) return both((scope) => callerTokens(credential, scope, tenantId));
  if ('accessToken' in credential) {
    const { arm, graph } = credential.accessToken;
    return { arm: { token: async () => arm }, graph: { token: async () => graph } };
  }
  const own = credential.tenantId;
  const inTenant = own === undefined ? askTenant : async () => idOf<TenantId>('credential.tenantId', own);
  if ('deviceCode' in credential) {
    const person = new PersonTokens(credential, entra);
    return both((scope) => person.source(inTenant, scope));
  }
  const app = new AppTokens(credential.clientId, async () => proofOf(credential), entra);
  return both((scope) => app.source(inTenant, scope));
}

/** What tokens for a service are asked for with; the scope is the service itself, wherever the calls go. */
export function scopeOf(origin: string): string {
  return `${origin}/.default`;
}

type AppCredential = Extract<AzureCredential, { clientId: string }>;

async function proofOf(credential: Exclude<AppCredential, { deviceCode: unknown }>) {
  if ('clientSecret' in credential) return { clientSecret: credential.clientSecret };
  if ('clientCertificate' in credential) return certificateProof(credential.clientCertificate);
  const { clientAssertion } = credential;
  return {
    clientAssertion: typeof clientAssertion === 'string' ? clientAssertion : await clientAssertion(),
  };
}
