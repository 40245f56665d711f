import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { RoleAssignment } from '../arm/model.js';
import { findGrant } from '../grants.js';
import type { ServicePrincipalId } from '../ids.js';
import { assignmentGuid, OUR_DESCRIPTION } from '../names.js';
import { isMissing, isRefusal } from '../rest/refusal.js';
import { PASSING_IN_RBAC } from './directory-transient.js';
import type { StepMeans } from './means.js';
import { grantShell } from './prepare-shell.js';

const NEEDS = ['Microsoft.Authorization/roleAssignments/write'];

/** A role that somebody is to have on the virtual network. */
export interface GrantWish {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  /** Who gets it; undefined while there is nobody. */
  readonly principal: (context: StepContext) => Promise<ServicePrincipalId | undefined>;
  /** The GUID of the role; undefined while there is none. */
  readonly role: (context: StepContext) => Promise<string | undefined>;
  /** Why it must stay when this network goes; undefined: it may go. */
  readonly keep: (context: StepContext) => Promise<string | undefined>;
  /** The shell variables that hold both, where they do not exist yet. */
  readonly variables: { readonly principal: string; readonly role: string };
}

/** A role on the virtual network. Its name is a hash of scope, principal and role, so a second run finds it. */
export function grantStep(means: StepMeans, wish: GrantWish): Step {
  return {
    id: wish.id,
    title: wish.title,
    after: wish.after,
    transient: PASSING_IN_RBAC,
    read: (context) => readGrant(means, wish, context),
    apply: (context) => assign(means, wish, context),
    undo: (context) => remove(means, wish, context),
    shell: async (context) => {
      const [principalId, roleGuid] = await Promise.all([wish.principal(context), wish.role(context)]);
      return grantShell(means, { ...wish, principalId, roleGuid });
    },
  };
}

async function readGrant(means: StepMeans, wish: GrantWish, context: StepContext): Promise<StepState> {
  const sides = await sidesOf(wish, context);
  const missing = (evidence: string): StepState => ({ status: 'todo', ours: 'none', evidence, needs: NEEDS });
  if (!sides) return missing('the service principal or the role does not exist yet');
  const found = await findGrant(means, context, sides);
  if (!found) return missing(`${sides.principalId} does not have it at ${means.names.vnetId}`);
  const evidence = `assignment ${found.guid} at ${found.scope}`;
  if (!isOurs(found)) return { status: 'done', ours: 'adopted', evidence };
  const why = await wish.keep(context);
  if (why !== undefined) return { status: 'done', ours: 'adopted', evidence: `${evidence}, ${why}` };
  return { status: 'done', ours: 'ours', evidence };
}

async function assign(means: StepMeans, wish: GrantWish, context: StepContext): Promise<void> {
  const sides = await sidesOf(wish, context);
  if (!sides) return;
  const { names, clients } = means;
  const scope = names.vnetId;
  const guid = assignmentGuid(scope, sides.principalId, sides.roleGuid);
  try {
    await clients.arm.putRoleAssignment({ scope, guid, ...sides, description: OUR_DESCRIPTION }, context);
  } catch (error) {
    // Somebody has assigned the same under another name. The read that follows finds it.
    if (!isRefusal(error, 'RoleAssignmentExists')) throw error;
  }
}

async function remove(means: StepMeans, wish: GrantWish, context: StepContext): Promise<void> {
  const sides = await sidesOf(wish, context);
  const found = sides && (await findGrant(means, context, sides));
  if (!found || !isOurs(found)) return;
  try {
    await means.clients.arm.deleteRoleAssignment(found.id, context);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Made by a run, or by the script of a plan: that cannot work out the hash before it knows the principal. */
function isOurs({ description }: RoleAssignment): boolean {
  return description === OUR_DESCRIPTION;
}

interface Sides {
  readonly principalId: ServicePrincipalId;
  readonly roleGuid: string;
}

async function sidesOf(wish: GrantWish, context: StepContext): Promise<Sides | undefined> {
  const [principalId, roleGuid] = await Promise.all([wish.principal(context), wish.role(context)]);
  return principalId && roleGuid ? { principalId, roleGuid } : undefined;
}
