import type { StepContext } from '../../peering/step.js';
import type {
  AdminRule,
  EffectiveNsg,
  EffectiveRoute,
  ManagementLock,
  NewPeering,
  NewRoleAssignment,
  NewRoleDefinition,
  Nic,
  Nsg,
  RoleAssignment,
  RoleDefinition,
  RolePermission,
  RouteTable,
  SecurityRule,
  SubscriptionTenant,
  Vnet,
  VnetPeering,
} from './model.js';

/** What a call needs of its caller: a signal to be cancelled with, and the time that its pauses are measured in. */
export type CallContext = Pick<StepContext, 'signal' | 'clock'>;

/** Lists of roles: those of one display name. */
export interface RoleDefinitionFilter {
  readonly roleName: string;
}

/**
 * The calls of Azure Resource Manager that dfcloud makes, and no others. Lists come whole, whatever the number of pages,
 * and long-running operations are followed to their end. Every call throws `CloudRefusedError`, `ResponseError`,
 * `NetworkError` or `AbortedError`; where the thing itself may be missing, the answer is undefined instead.
 */
export interface Arm {
  /** The URL that the calls go to. */
  readonly endpoint: string;

  /** @throws CloudRefusedError also when it does not exist. */
  vnet(id: string, context: CallContext): Promise<Vnet>;
  peering(id: string, context: CallContext): Promise<VnetPeering | undefined>;
  /**
   * Creates, repairs or syncs one half of a peering, with access allowed, and follows the operation. `auxiliaryToken`
   * is a token of the tenant at the other end, where that is another one.
   */
  putPeering(
    id: string,
    peering: NewPeering,
    context: CallContext & { readonly auxiliaryToken?: string | undefined },
  ): Promise<VnetPeering>;
  /** Deletes one half; fine when it is gone. */
  deletePeering(
    id: string,
    context: CallContext & { readonly auxiliaryToken?: string | undefined },
  ): Promise<void>;

  nsg(id: string, context: CallContext): Promise<Nsg>;
  /** Creates or replaces one rule of a group, and nothing else of it. */
  putSecurityRule(nsgId: string, rule: SecurityRule, context: CallContext): Promise<void>;
  /** Deletes one rule of a group; fine when it is gone. */
  deleteSecurityRule(nsgId: string, name: string, context: CallContext): Promise<void>;
  routeTable(id: string, context: CallContext): Promise<RouteTable>;

  /** The interfaces of a subscription; those of scale sets are not among them. */
  nics(subscriptionId: string, context: CallContext): Promise<Nic[]>;
  /** One interface, also of a scale set. */
  nic(id: string, context: CallContext): Promise<Nic>;
  /** The routes of an interface. ARM refuses while its machine does not run. */
  effectiveRoutes(nicId: string, context: CallContext): Promise<EffectiveRoute[]>;
  /** The rules of an interface. ARM refuses while its machine does not run. */
  effectiveNsgs(nicId: string, context: CallContext): Promise<EffectiveNsg[]>;
  /** The security admin rules of network managers that hold for a virtual network. */
  adminRules(vnetId: string, context: CallContext): Promise<AdminRule[]>;

  roleDefinition(
    subscriptionId: string,
    guid: string,
    context: CallContext,
  ): Promise<RoleDefinition | undefined>;
  /** Those of this name that can be assigned in the subscription; stale right after a write. */
  roleDefinitions(
    subscriptionId: string,
    filter: RoleDefinitionFilter,
    context: CallContext,
  ): Promise<RoleDefinition[]>;
  putRoleDefinition(guid: string, role: NewRoleDefinition, context: CallContext): Promise<void>;
  /** Deletes a custom role; fine when it is gone. */
  deleteRoleDefinition(subscriptionId: string, guid: string, context: CallContext): Promise<void>;

  /** What a principal has at a scope, above it and below it. */
  roleAssignments(scope: string, principalId: string, context: CallContext): Promise<RoleAssignment[]>;
  putRoleAssignment(assignment: NewRoleAssignment, context: CallContext): Promise<void>;
  /** Deletes an assignment; fine when it is gone. */
  deleteRoleAssignment(id: string, context: CallContext): Promise<void>;
  /** What the caller may do at a scope. */
  permissions(scope: string, context: CallContext): Promise<RolePermission[]>;

  /** `Registered`, `NotRegistered`, … of a resource provider such as `Microsoft.Network`. */
  registration(subscriptionId: string, namespace: string, context: CallContext): Promise<string>;
  register(subscriptionId: string, namespace: string, context: CallContext): Promise<void>;
  /** The locks that hold at a scope. */
  locks(scope: string, context: CallContext): Promise<ManagementLock[]>;

  /** The tenant of a subscription, which ARM tells everybody. Sends no token. */
  subscriptionTenant(subscriptionId: string, context: CallContext): Promise<SubscriptionTenant>;
}
