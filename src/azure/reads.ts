import type { Clock } from '../internal/clock.js';
import { oncePerRound, oncePerRoundAndKey, type ReadContext } from '../peering/once-per-round.js';
import type { Arm, CallContext } from './arm/arm.js';
import type {
  AdminRule,
  Nic,
  Nsg,
  RoleAssignment,
  RoleDefinition,
  RouteTable,
  SubscriptionTenant,
  Vnet,
} from './arm/model.js';
import type { AzureClients } from './clients.js';
import type { Graph } from './graph/graph.js';
import type { ServicePrincipal } from './graph/model.js';
import type { SubscriptionId } from './ids.js';
import { VENDOR_APP_ID } from './vendor.js';

type Read<T> = (context: ReadContext) => Promise<T>;
type ReadOne<T> = (id: string, context: ReadContext) => Promise<T>;

/** What the steps and the checks of one acceptor read, each at most once per round. */
export class Reads {
  /** The virtual network, with its subnets and peerings. */
  readonly vnet: Read<Vnet>;
  /** A network security group. */
  readonly nsg: ReadOne<Nsg>;
  /** A route table. */
  readonly routeTable: ReadOne<RouteTable>;
  /** The interfaces of the subscription, without those of scale sets. */
  readonly nics: Read<Nic[]>;
  /** One interface, also of a scale set. */
  readonly nic: ReadOne<Nic>;
  /** The security admin rules that hold for the virtual network. */
  readonly adminRules: Read<AdminRule[]>;
  /** What a principal has at the virtual network, above it and below it. */
  readonly assignments: ReadOne<RoleAssignment[]>;
  /** What a principal has anywhere in the subscription. */
  readonly assignmentsInSubscription: ReadOne<RoleAssignment[]>;
  /** A role of the subscription by its GUID. */
  readonly role: ReadOne<RoleDefinition | undefined>;
  /** The roles of one display name that can be assigned in the subscription; stale right after a write. */
  readonly rolesNamed: ReadOne<RoleDefinition[]>;
  /** The service principal of Dragonfly's application in the customer's tenant. */
  readonly vendorPrincipal: Read<ServicePrincipal | undefined>;
  /** The tenant of a subscription; it never changes, and is asked for once. */
  readonly subscriptionTenant: ReadOne<SubscriptionTenant>;

  constructor(
    clients: AzureClients,
    { vnetId, subscriptionId }: { readonly vnetId: string; readonly subscriptionId: SubscriptionId },
    clock: Clock,
  ) {
    type Call<A extends unknown[], T> = (arm: Arm, context: CallContext, ...rest: A) => Promise<T>;
    const of = <T>(call: Call<[], T>): Read<T> =>
      oncePerRound((signal) => call(clients.arm, { signal, clock }));
    const ofOne = <T>(call: Call<[string], T>): ReadOne<T> =>
      oncePerRoundAndKey((id: string, signal) => call(clients.arm, { signal, clock }, id));
    const ofGraph = <T>(call: (graph: Graph, context: CallContext) => Promise<T>): Read<T> =>
      oncePerRound((signal) => call(clients.graph, { signal, clock }));

    this.vnet = of((arm, context) => arm.vnet(vnetId, context));
    this.nsg = ofOne((arm, context, id) => arm.nsg(id, context));
    this.routeTable = ofOne((arm, context, id) => arm.routeTable(id, context));
    this.nics = of((arm, context) => arm.nics(subscriptionId, context));
    this.nic = ofOne((arm, context, id) => arm.nic(id, context));
    this.adminRules = of((arm, context) => arm.adminRules(vnetId, context));
    this.assignments = ofOne((arm, context, id) => arm.roleAssignments(vnetId, id, context));
    this.assignmentsInSubscription = ofOne((arm, context, id) =>
      arm.roleAssignments(`/subscriptions/${subscriptionId}`, id, context),
    );
    this.role = ofOne((arm, context, guid) => arm.roleDefinition(subscriptionId, guid, context));
    this.rolesNamed = ofOne((arm, context, roleName) =>
      arm.roleDefinitions(subscriptionId, { roleName }, context),
    );
    this.vendorPrincipal = ofGraph((graph, context) => graph.servicePrincipalByAppId(VENDOR_APP_ID, context));
    const tenants = new Map<string, SubscriptionTenant>();
    this.subscriptionTenant = ofOne(async (arm, context, id) => {
      const known = tenants.get(id) ?? (await arm.subscriptionTenant(id, context));
      if (known.kind === 'found') tenants.set(id, known);
      return known;
    });
  }
}
