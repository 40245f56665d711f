import type { Permission, Verb } from '../../peering/permissions.js';
import type { PeeringPlan, PlannedStep } from '../../peering/plan.js';
import type { Settings } from '../options.js';
import { APP_STEP, CREDENTIAL_STEP, VENDOR_PRINCIPAL_STEP } from '../steps/means.js';

/*
 * Permissions of Microsoft Graph, which are no actions of Azure and stand in no role: an application has them granted,
 * a person consents to them. Each one here allows all that those before it allow. Source: the permissions reference of
 * Microsoft Graph.
 */
const READ = 'Application.Read.All';
const OWN = 'Application.ReadWrite.OwnedBy';
const EVERY = 'Application.ReadWrite.All';
const RISING = [READ, OWN, EVERY];

const WHY: Readonly<Record<string, string>> = {
  [READ]: 'in Microsoft Graph: which applications and service principals there are',
  [OWN]: 'in Microsoft Graph: to make the application, its service principal and its temporary password',
  [EVERY]:
    "in Microsoft Graph: to make Dragonfly's application known, or to change one that is not the identity's own",
};

/** The one permission of Graph that a run needs; without a plan, also what it needs in the rarer cases. */
export function graphPermissions(
  verb: Verb,
  settings: Settings,
  plan: PeeringPlan | undefined,
): Permission[] {
  const of = (action: string, when = 'always'): Permission => ({ action, when, why: WHY[action] ?? '' });
  switch (verb) {
    case 'verify':
      return [];
    case 'plan':
      return [of(READ)];
    case 'apply':
      if (plan) return [of(most(plan.steps.flatMap(({ needs = [] }) => needs)))];
      return [
        of(settings.app === 'create' || settings.app.clientSecret === undefined ? OWN : READ),
        of(EVERY, "when Dragonfly's application has no service principal in the tenant yet"),
      ];
    case 'destroy':
      if (plan) return [of(most(plan.steps.flatMap(removalNeeds)))];
      return [of(OWN), ...(settings.purge ? [of(EVERY, "when Dragonfly's service principal goes")] : [])];
  }
}

function removalNeeds({ id, ours }: PlannedStep): string[] {
  if (ours !== 'ours') return [];
  if (id === VENDOR_PRINCIPAL_STEP) return [EVERY];
  return id === APP_STEP || id === CREDENTIAL_STEP ? [OWN] : [];
}

function most(needs: readonly string[]): string {
  return RISING.reduce((found, permission) => (needs.includes(permission) ? permission : found), READ);
}
