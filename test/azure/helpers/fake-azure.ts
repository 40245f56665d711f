import type { Arm } from '../../../src/azure/arm/arm.js';
import type * as model from '../../../src/azure/arm/model.js';
import type { AzureClients } from '../../../src/azure/clients.js';
import type { Graph } from '../../../src/azure/graph/graph.js';
import type { Application, ServicePrincipal } from '../../../src/azure/graph/model.js';
import { idOf, sameResource } from '../../../src/azure/ids.js';
import type { TokenOptions } from '../../../src/azure/tokens.js';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../../../src/azure/vendor.js';
import { CloudRefusedError, NetworkError } from '../../../src/errors/index.js';
import { cidr } from '../../../src/path/cidr.js';
import { PEERING_NAME, peeringFixture, SUBSCRIPTION, VNET } from './peerings.js';
import { DEFAULT_RULES } from './rules.js';

export const HOME_TENANT = '33333333-3333-4333-8333-333333333333';
export const APP_ID = '44444444-4444-4444-8444-444444444444';
export const APP_OBJECT = '55555555-5555-4555-8555-555555555555';
export const PRINCIPAL = '66666666-6666-4666-8666-666666666666';
export const VENDOR_PRINCIPAL = '77777777-7777-4777-8777-777777777777';
export const SUBNET = `${VNET}/subnets/apps`;
export const NSG = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg`;

export const ROUTE_TABLE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt`;

/** A refusal of Azure. */
export function refusal(
  cloudCode: string,
  message = cloudCode,
  operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write',
): CloudRefusedError {
  return new CloudRefusedError({ message, fix: 'x' }, { provider: 'azure', operation, cloudCode });
}

/** A write of Azure Resource Manager, and who made it with what. */
export interface FakeWrite {
  readonly call: string;
  /** `admin`, or the tenant and secret of the application's token. */
  readonly as: string;
  readonly auxiliary: string | undefined;
}

type Operation = 'token' | keyof Arm | keyof Graph;

/** Azure in memory, below the clients: it does what it is told at once, notes the calls, and fails where a test wants it to. */
export class FakeAzure {
  readonly writes: FakeWrite[] = [];
  readonly tokens: string[] = [];
  readonly calls: string[] = [];
  readonly #failures = new Map<Operation, (unknown | undefined)[]>();
  theVnet: model.Vnet = {
    id: VNET,
    name: 'vnet',
    location: 'centralus',
    provisioningState: 'Succeeded',
    prefixes: [cidr('10.0.0.0/16')],
    subnets: [subnetFixture()],
    peerings: [],
    dnsServers: [],
  };
  theNsg: model.Nsg = {
    id: NSG,
    name: 'nsg',
    rules: [],
    defaultRules: DEFAULT_RULES,
    subnetIds: [SUBNET],
    nicIds: [],
  };
  theNics: model.Nic[] = [];
  theTable: model.RouteTable = {
    id: ROUTE_TABLE,
    name: 'rt',
    disableBgpRoutePropagation: false,
    routes: [],
    subnetIds: [SUBNET],
  };
  theAdminRules: model.AdminRule[] = [];
  /** What running interfaces have in effect. */
  inEffect: { routes: model.EffectiveRoute[]; groups: model.EffectiveNsg[] } = { routes: [], groups: [] };
  application: Application | undefined = {
    id: idOf('id', APP_OBJECT),
    appId: idOf('appId', APP_ID),
    displayName: 'dfcloud-vnet',
    signInAudience: 'AzureADMultipleOrgs',
    passwords: [],
  };
  roles: model.RoleDefinition[] = [];
  assignments: model.RoleAssignment[] = [];
  /** Dragonfly's application in the customer's tenant. */
  vendorOwner: ServicePrincipal['ownerTenantId'] = VENDOR_TENANT_ID;
  may: model.RolePermission[] = [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }];
  theLocks: model.ManagementLock[] = [];
  registered = 'Registered';
  remoteTenant: model.SubscriptionTenant = { kind: 'found', tenantId: VENDOR_TENANT_ID };
  /** What our half looks like when it was written. */
  written: Partial<model.VnetPeering> = {};
  #secrets = 0;

  /** The next calls of an operation fail with these errors; undefined lets one through. */
  fail(operation: Operation, ...errors: (unknown | undefined)[]): void {
    this.#failures.set(operation, [...(this.#failures.get(operation) ?? []), ...errors]);
  }

  /** The next call of an operation is carried out, and its answer does not arrive. */
  loseAnswerOf(operation: Operation): void {
    this.fail(operation, new NetworkError({ message: 'no answer came', fix: 'x' }));
  }

  /** The secrets of the application that are alive. */
  get secrets(): string[] {
    return this.application?.passwords.map(({ keyId }) => keyId) ?? [];
  }

  /** A secret that an earlier run, or somebody else, has left. */
  addSecret(displayName: string, keyId = this.#newKeyId()): string {
    this.#changePasswords((all) => [...all, { keyId, displayName }]);
    return keyId;
  }

  get clients(): AzureClients {
    return {
      arm: this.#armAs('admin'),
      graph: this.#graph(),
      tenantId: async () => idOf('tenantId', HOME_TENANT),
      appIdentity: (appId, secret) => ({
        appId,
        in: (tenantId) => ({
          token: async (_context, options?: TokenOptions) => {
            const where = tenantId === HOME_TENANT ? 'home' : 'vendor';
            this.tokens.push(`${where}${options?.fresh ? ' fresh' : ''}`);
            this.#called('token', where);
            return `${where}:${secret}`;
          },
        }),
      }),
      armAs: (tokens) => ({
        ...this.#armAs('?'),
        putPeering: async (id, peering, context) =>
          this.#put(id, peering, await tokens.token(context), context.auxiliaryToken),
        deletePeering: async (id, context) =>
          this.#delete(id, await tokens.token(context), context.auxiliaryToken),
      }),
    };
  }

  #armAs(as: string): Arm {
    const read =
      <T>(operation: keyof Arm, answer: () => T) =>
      async () => {
        this.#called(operation);
        return answer();
      };
    const unused = (operation: keyof Arm) => async (): Promise<never> => {
      throw new TypeError(`${operation} is not expected`);
    };
    return {
      endpoint: 'http://127.0.0.1:1',
      vnet: read('vnet', () => this.theVnet),
      peering: read('peering', () => this.theVnet.peerings[0]),
      putPeering: async (id, peering, { auxiliaryToken }) => this.#put(id, peering, as, auxiliaryToken),
      deletePeering: async (id, { auxiliaryToken }) => this.#delete(id, as, auxiliaryToken),
      nsg: read('nsg', () => this.theNsg),
      putSecurityRule: async (_id, rule) => {
        this.#called('putSecurityRule', `${rule.name} ${rule.priority}`, as);
        const others = this.theNsg.rules.filter(({ name }) => name !== rule.name);
        this.theNsg = { ...this.theNsg, rules: [...others, rule] };
      },
      deleteSecurityRule: async (_id, name) => {
        this.#called('deleteSecurityRule', name, as);
        this.theNsg = { ...this.theNsg, rules: this.theNsg.rules.filter((rule) => rule.name !== name) };
      },
      nics: read('nics', () => this.theNics),
      nic: async (id) => {
        this.#called('nic', id);
        const nic = this.theNics.find((one) => sameResource(one.id, id));
        if (!nic) throw refusal('ResourceNotFound');
        return nic;
      },
      roleAssignments: read('roleAssignments', () => this.assignments),
      permissions: read('permissions', () => this.may),
      locks: read('locks', () => this.theLocks),
      registration: read('registration', () => this.registered),
      subscriptionTenant: read('subscriptionTenant', () => this.remoteTenant),
      routeTable: read('routeTable', () => this.theTable),
      effectiveRoutes: read('effectiveRoutes', () => this.inEffect.routes),
      effectiveNsgs: read('effectiveNsgs', () => this.inEffect.groups),
      adminRules: read('adminRules', () => this.theAdminRules),
      roleDefinition: async (_subscriptionId, guid) => this.roles.find((role) => role.guid === guid),
      roleDefinitions: async (_subscriptionId, { roleName }) =>
        this.roles.filter((role) => role.roleName === roleName),
      putRoleDefinition: unused('putRoleDefinition'),
      deleteRoleDefinition: unused('deleteRoleDefinition'),
      putRoleAssignment: unused('putRoleAssignment'),
      deleteRoleAssignment: unused('deleteRoleAssignment'),
      register: unused('register'),
    };
  }

  #graph(): Graph {
    const application = (operation: keyof Graph) => async () => {
      this.#called(operation);
      return this.application;
    };
    const unused = (operation: keyof Graph) => async (): Promise<never> => {
      throw new TypeError(`${operation} is not expected`);
    };
    return {
      endpoint: 'http://127.0.0.1:1',
      applicationByUniqueName: application('applicationByUniqueName'),
      applicationByAppId: application('applicationByAppId'),
      applicationById: application('applicationById'),
      addPassword: async (_id, { displayName, endsAt }) => {
        const keyId = this.#newKeyId();
        // What is refused was not made; what was lost on the way back was.
        this.#called('addPassword', displayName, 'admin', () => {
          this.#changePasswords((all) => [...all, { keyId, displayName, endsAt }]);
        });
        return { keyId, secretText: `text of ${keyId}` };
      },
      removePassword: async (_id, keyId) => {
        const forget = () => this.#changePasswords((all) => all.filter((one) => one.keyId !== keyId));
        const known = this.secrets.includes(keyId);
        this.#called('removePassword', keyId, 'admin', forget);
        if (!known) throw refusal('Request_BadRequest', 'No password credential found with keyId.');
      },
      servicePrincipalByAppId: async (appId) => {
        this.#called('servicePrincipalByAppId');
        const vendor = appId === VENDOR_APP_ID;
        const principal: ServicePrincipal = {
          id: idOf('id', vendor ? VENDOR_PRINCIPAL : PRINCIPAL),
          appId,
          displayName: vendor ? 'dragonfly' : 'dfcloud-vnet',
          ...(vendor && this.vendorOwner && { ownerTenantId: this.vendorOwner }),
        };
        return principal;
      },
      servicePrincipalById: unused('servicePrincipalById'),
      upsertApplication: unused('upsertApplication'),
      deleteApplication: unused('deleteApplication'),
      createServicePrincipal: unused('createServicePrincipal'),
      deleteServicePrincipal: unused('deleteServicePrincipal'),
    };
  }

  #put(
    id: string,
    { remoteVnetId, ...flags }: model.NewPeering,
    as: string,
    auxiliary: string | undefined,
  ): model.VnetPeering {
    const name = id.split('/').at(-1) ?? PEERING_NAME;
    this.#called('putPeering', name, as, undefined, auxiliary);
    const peering = peeringFixture({ id, name, remoteVnetId, ...flags, ...this.written });
    this.peerings = [...this.theVnet.peerings.filter((one) => !sameResource(one.id, id)), peering];
    return peering;
  }

  #delete(id: string, as: string, auxiliary: string | undefined): void {
    this.#called('deletePeering', id.split('/').at(-1), as, undefined, auxiliary);
    this.peerings = this.theVnet.peerings.filter((one) => !sameResource(one.id, id));
  }

  set peerings(peerings: readonly model.VnetPeering[]) {
    this.theVnet = { ...this.theVnet, peerings };
  }

  #called(operation: Operation, what = '', as?: string, effect?: () => void, auxiliary?: string): void {
    const call = `${operation} ${what}`.trim();
    this.calls.push(call);
    if (as !== undefined) this.writes.push({ call, as, auxiliary });
    const failure = this.#failures.get(operation)?.shift();
    if (failure === undefined || !(failure instanceof CloudRefusedError)) effect?.();
    if (failure !== undefined) throw failure;
  }

  #newKeyId(): string {
    this.#secrets += 1;
    return `key-${this.#secrets}`;
  }

  #changePasswords(change: (all: Application['passwords']) => Application['passwords']): void {
    if (this.application)
      this.application = { ...this.application, passwords: change(this.application.passwords) };
  }
}

/** The subnet of the fixture VNet. */
export function subnetFixture(changes: Partial<model.Subnet> = {}): model.Subnet {
  return {
    id: SUBNET,
    name: 'apps',
    prefixes: [cidr('10.0.0.0/24')],
    nsgId: NSG,
    ipConfigurationIds: [],
    delegations: [],
    ...changes,
  };
}
