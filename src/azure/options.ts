import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue, unknownOption } from '../errors/messages.js';
import { isOptions, isTimeout, unknownKey } from '../internal/guards.js';
import { type AzureCloud, ORIGINS } from './clouds.js';
import { checkCredential } from './credentials/check-credential.js';
import type { AzureCredential } from './credentials/model.js';
import { type AzureEndpoints, endpointsOf, type ServiceEndpoints } from './endpoints.js';
import {
  type AppId,
  type ApplicationObjectId,
  idOf,
  readId,
  type SubscriptionId,
  type TenantId,
} from './ids.js';

/** An application of yours that the peering is to be made with, instead of one that is made for it. */
export interface AzureGivenApp {
  /** Its application (client) id. */
  readonly appId: string;
  /** A secret of it. Without one, a secret is made that lives minutes, for which `objectId` is needed. */
  readonly clientSecret?: string | undefined;
  /** The object id of the application (not of its service principal). */
  readonly objectId?: string | undefined;
}

/** What an `AzureAcceptor` is made of. */
export interface AzureAcceptorOptions {
  /** The subscription of the virtual network: a GUID. */
  readonly subscriptionId: string;
  /** The resource group of the virtual network. */
  readonly resourceGroup: string;
  /** The virtual network that is to be connected. */
  readonly vnetName: string;
  /** The tenant (directory) of the subscription: a GUID. Refused when Azure says another one. @default as Azure says */
  readonly tenantId?: string | undefined;
  /**
   * Who makes the calls. @default the environment: AZURE_CLIENT_ID and AZURE_TENANT_ID with AZURE_CLIENT_SECRET,
   * AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE
   */
  readonly credential?: AzureCredential | undefined;
  /** The application that the peering is made with: one made for it, or one of yours. @default 'create' */
  readonly app?: 'create' | AzureGivenApp | undefined;
  /** The display name of the application that is made. @default 'dfcloud-<vnetName>' */
  readonly appName?: string | undefined;
  /**
   * What the application may do on the virtual network: the built-in role Network Contributor, as the documentation of
   * Dragonfly Cloud has it, or a custom role that allows peerings and nothing else. @default 'network-contributor'
   */
  readonly appRole?: 'network-contributor' | 'peering-only' | undefined;
  /** Let traffic use the gateways of the Dragonfly network. @default false */
  readonly useRemoteGateways?: boolean | undefined;
  /** Let traffic in that the Dragonfly network only forwards. @default false */
  readonly allowForwardedTraffic?: boolean | undefined;
  /**
   * What to do when a network security group does not let the datastores' port through: report it with the command, or
   * add the narrowest rule. @default 'report'
   */
  readonly networkRules?: 'report' | 'add' | undefined;
  /**
   * Whether `destroy` also removes what other networks may use: the custom role and the service principal of Dragonfly's
   * application. Both stay when they are in use in this subscription; other subscriptions of the tenant, which share the
   * service principal, are not looked at. @default false
   */
  readonly purge?: boolean | undefined;
  /** How old roles must be before the connection is made with them, in milliseconds. @default 15_000 */
  readonly grantSettleMs?: number | undefined;
  /** The cloud. @default that of AZURE_AUTHORITY_HOST, else 'public' */
  readonly cloud?: AzureCloud | undefined;
  /**
   * The URLs of the services. `http:` towards loopback only. @default DFCLOUD_ARM_ENDPOINT, DFCLOUD_GRAPH_ENDPOINT and
   * AZURE_AUTHORITY_HOST, else those of the cloud
   */
  readonly endpoints?: AzureEndpoints | undefined;
  /** How long one attempt of one call may take, in milliseconds. @default 20_000 */
  readonly timeoutMs?: number | undefined;
  /** Your own fetch, for proxies and private CAs. @default that of Node */
  readonly fetch?: typeof fetch | undefined;
}

/** An application of the caller's, with its ids. */
export interface GivenApp {
  readonly appId: AppId;
  readonly clientSecret?: string;
  readonly objectId?: ApplicationObjectId;
}

/** The options, checked, with every default filled in. */
export interface Settings {
  readonly subscriptionId: SubscriptionId;
  readonly resourceGroup: string;
  readonly vnetName: string;
  /** Undefined: to be asked of ARM. */
  readonly tenantId: TenantId | undefined;
  /** Undefined: that of the environment. */
  readonly credential: AzureCredential | undefined;
  readonly app: 'create' | GivenApp;
  readonly appName: string;
  readonly appRole: 'network-contributor' | 'peering-only';
  readonly useRemoteGateways: boolean;
  readonly allowForwardedTraffic: boolean;
  readonly networkRules: 'report' | 'add';
  readonly purge: boolean;
  readonly grantSettleMs: number;
  readonly endpoints: ServiceEndpoints;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch | undefined;
}

const KNOWN = [
  'subscriptionId',
  'resourceGroup',
  'vnetName',
  'tenantId',
  'credential',
  'app',
  'appName',
  'appRole',
  'useRemoteGateways',
  'allowForwardedTraffic',
  'networkRules',
  'purge',
  'grantSettleMs',
  'cloud',
  'endpoints',
  'timeoutMs',
  'fetch',
] as const satisfies readonly (keyof AzureAcceptorOptions)[];

/** @throws InvalidInputError when an option is not legal or not known. */
export function checkOptions(options: AzureAcceptorOptions): Settings {
  if (!isOptions(options))
    throw illegal('options', options, 'an object with subscriptionId, resourceGroup and vnetName');
  const unknown = unknownKey(options, KNOWN);
  if (unknown !== undefined) throw new InvalidInputError(unknownOption(unknown, KNOWN), { field: unknown });
  const { credential, timeoutMs = 20_000, fetch: ownFetch } = options;
  if (credential !== undefined) checkCredential(credential);
  if (!isTimeout(timeoutMs))
    throw illegal('timeoutMs', timeoutMs, 'a number of milliseconds above 0 and below 2^31');
  if (ownFetch !== undefined && typeof ownFetch !== 'function')
    throw illegal('fetch', ownFetch, 'a function');
  return {
    ...placeOf(options),
    ...wishesOf(options),
    app: appOf(options.app),
    credential,
    endpoints: endpointsOf(cloudOf(options.cloud), options.endpoints),
    timeoutMs,
    fetch: ownFetch,
  };
}

type Place = Pick<Settings, 'subscriptionId' | 'resourceGroup' | 'vnetName' | 'tenantId'>;

// Lengths and characters: "Naming rules and restrictions for Azure resources", Microsoft.Resources and Microsoft.Network.
const GROUP_NAME = /^[\p{L}\p{N}._()-]{0,89}[\p{L}\p{N}_()-]$/u;
const VNET_NAME = /^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9_]$/i;

function placeOf({ subscriptionId, resourceGroup, vnetName, tenantId }: AzureAcceptorOptions): Place {
  const legalGroup =
    "a resource group's name: up to 90 letters, digits, dots, hyphens, underscores and parentheses";
  const legalVnet =
    "a virtual network's name, not its id: 2 to 64 letters, digits, dots, hyphens and underscores";
  return {
    subscriptionId: idOf('subscriptionId', subscriptionId),
    resourceGroup: matching('resourceGroup', resourceGroup, GROUP_NAME, legalGroup, '"network-rg"'),
    vnetName: matching('vnetName', vnetName, VNET_NAME, legalVnet, '"hub-vnet"'),
    tenantId: tenantId === undefined ? undefined : idOf('tenantId', tenantId),
  };
}

type Wishes = Pick<
  Settings,
  | 'appName'
  | 'appRole'
  | 'useRemoteGateways'
  | 'allowForwardedTraffic'
  | 'networkRules'
  | 'purge'
  | 'grantSettleMs'
>;

function wishesOf(options: AzureAcceptorOptions): Wishes {
  const { appName = `dfcloud-${options.vnetName}`, grantSettleMs = 15_000 } = options;
  matching('appName', appName, /^\S(.{0,118}\S)?$/u, 'a name of 1 to 120 characters', '"dragonfly-peering"');
  if (grantSettleMs !== 0 && !isTimeout(grantSettleMs))
    throw illegal('grantSettleMs', grantSettleMs, 'a number of milliseconds, 0 or more and below 2^31');
  return {
    appName,
    grantSettleMs,
    appRole: oneOf('appRole', options.appRole, ['network-contributor', 'peering-only']),
    networkRules: oneOf('networkRules', options.networkRules, ['report', 'add']),
    useRemoteGateways: flag('useRemoteGateways', options.useRemoteGateways),
    allowForwardedTraffic: flag('allowForwardedTraffic', options.allowForwardedTraffic),
    purge: flag('purge', options.purge),
  };
}

function appOf(app: AzureAcceptorOptions['app'] = 'create'): Settings['app'] {
  if (app === 'create') return app;
  const legal = "'create', { appId, clientSecret } or { appId, objectId }";
  if (!isOptions(app)) throw illegal('app', app, legal, "'create'");
  const known = ['appId', 'clientSecret', 'objectId'];
  const unknown = unknownKey(app, known);
  if (unknown !== undefined)
    throw new InvalidInputError(unknownOption(`app.${unknown}`, known), { field: 'app' });
  const { appId, clientSecret, objectId } = app;
  // The value is a secret, also when it is wrong.
  if (clientSecret !== undefined && (typeof clientSecret !== 'string' || clientSecret.trim() === ''))
    throw illegal('app.clientSecret', '***', 'a secret of the application, as a text');
  if (clientSecret !== undefined && readId(clientSecret) !== undefined)
    throw illegal('app.clientSecret', '***', "the secret's value, not its id (which is a GUID)");
  if (clientSecret === undefined && objectId === undefined) throw illegal('app', app, legal, "'create'");
  return {
    appId: idOf('app.appId', appId),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(objectId !== undefined && { objectId: idOf<ApplicationObjectId>('app.objectId', objectId) }),
  };
}

function cloudOf(cloud: AzureAcceptorOptions['cloud']): AzureCloud | undefined {
  if (cloud === undefined || Object.hasOwn(ORIGINS, cloud)) return cloud;
  throw illegal('cloud', cloud, "'public', 'usgov' or 'china'", "'usgov'");
}

function flag(field: string, value: unknown = false): boolean {
  if (typeof value !== 'boolean') throw illegal(field, value, 'true or false');
  return value;
}

/** The first is the default. */
function oneOf<T extends string>(field: string, value: T | undefined, legal: readonly [T, ...T[]]): T {
  const chosen = value ?? legal[0];
  if (legal.includes(chosen)) return chosen;
  throw illegal(field, value, legal.map((word) => `'${word}'`).join(' or '), `'${legal[0]}'`);
}

function matching(field: string, value: unknown, pattern: RegExp, legal: string, example: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw illegal(field, value, legal, example);
}

function illegal(field: string, value: unknown, legal: string, example?: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
