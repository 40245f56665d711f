import type { Needed } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { FirewallPolicy } from '../state/firewall-policy-record.js';
import { found } from '../state/lifecycle.js';
import { regionScope } from './places.js';

/** How a family of methods is called, where it is, and what its operations say (recorded for the global one). */
export interface PolicyFamily {
  /** `compute.networkFirewallPolicies` */
  readonly name: string;
  /** Where the list is. */
  readonly path: string;
  /** What the types of operations begin with. */
  readonly operation: string;
  /** The scope that a request's path names. */
  readonly scope: (call: Call) => string;
}

/** Policies for all regions of a network. */
export const GLOBAL_POLICIES: PolicyFamily = {
  name: 'compute.networkFirewallPolicies',
  path: '/compute/v1/projects/{project}/global/firewallPolicies',
  operation: 'compute.networkFirewallPolicy',
  scope: () => 'global',
};
/** Policies for one region of a network. */
export const REGIONAL_POLICIES: PolicyFamily = {
  name: 'compute.regionNetworkFirewallPolicies',
  path: '/compute/v1/projects/{project}/regions/{region}/firewallPolicies',
  operation: 'compute.regionNetworkFirewallPolicy',
  scope: regionScope,
};

/** The policy that the path names, by name or by id. @throws {GcpError} 404 */
export function policyOf(call: Call, family: PolicyFamily): FirewallPolicy {
  const wanted = call.part('firewallPolicy');
  const scope = family.scope(call);
  const { world, project } = call;
  const byId = world.firewallPolicies.all().find(({ id, project: of }) => id === wanted && of === project.id);
  const path = byId?.path ?? world.firewallPolicies.path(project.id, scope, wanted);
  return found<FirewallPolicy>(call, world.firewallPolicies, path);
}

/** A permission on the policy that the path names. */
export function onPolicy(call: Call, family: PolicyFamily, verb: string): Needed[] {
  const path = call.world.firewallPolicies.path(
    call.project.id,
    family.scope(call),
    call.part('firewallPolicy'),
  );
  return [{ permission: `compute.firewallPolicies.${verb}`, path }];
}
