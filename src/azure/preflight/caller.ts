import type { Finding } from '../../peering/finding.js';
import type { RolePermission } from '../arm/model.js';
import { layOutAcceptance } from '../lay-out-acceptance.js';
import { layOutPreparation } from '../lay-out-preparation.js';
import { isRefusal } from '../rest/refusal.js';
import type { StepMeans } from '../steps/means.js';
import type { Check } from './check.js';

/** Actions whose scope is the subscription; those of the others is the virtual network. */
const OF_SUBSCRIPTION = /^Microsoft\.Authorization\/roleDefinitions\//i;

/** The caller's roles allow every write that is still to come. Rules have scopes of their own and are not among them. */
export const checkCaller: Check = async (means) => {
  const { flow, names, settings } = means;
  const steps = [...(await layOutPreparation(means)), ...(await layOutAcceptance(means))];
  const written = steps.filter(({ id }) => !id.startsWith('azure.rule:'));
  const states = await Promise.all(written.map((step) => step.read(flow)));
  const coming = states.filter(({ status, leadsTo }) => status === 'todo' || leadsTo === 'todo');
  const needs = [...new Set(coming.flatMap(({ needs = [] }) => needs))].filter((need) => need.includes('/'));
  const ofSubscription = needs.filter((need) => OF_SUBSCRIPTION.test(need));
  const ofVnet = needs.filter((need) => !OF_SUBSCRIPTION.test(need));
  const findings = await Promise.all([
    missingPermissions(means, `/subscriptions/${settings.subscriptionId}`, ofSubscription),
    missingPermissions(means, names.vnetId, ofVnet),
  ]);
  return findings.flat();
};

/** A finding for each action that the caller's roles do not allow at a scope. */
export async function missingPermissions(
  { clients, flow }: StepMeans,
  scope: string,
  actions: readonly string[],
): Promise<Finding[]> {
  if (actions.length === 0) return [];
  let granted: readonly RolePermission[];
  try {
    granted = await clients.arm.permissions(scope, flow);
  } catch (error) {
    if (isRefusal(error, 'AuthorizationFailed')) return [];
    throw error;
  }
  return actions
    .filter((action) => !granted.some((permission) => allows(permission, action)))
    .map((action) => ({
      code: 'permission_missing',
      severity: 'error',
      summary: `The identity in use may not do ${action} at ${scope}.`,
      evidence: `${action}: none of its roles there allows it`,
      fix: {
        text: 'Give it a role that does: dfcloud permissions azure prints one. A role may take ten minutes to hold.',
      },
    }));
}

/** True when one role allows an action: some pattern of its actions fits, and none of what it takes out. */
export function allows({ actions, notActions }: RolePermission, action: string): boolean {
  const fits = (pattern: string) => matches(pattern, action);
  return actions.some(fits) && !notActions.some(fits);
}

/** `*` stands for any part of an action; case does not matter. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
