import type { Step, StepContext, StepState } from '../../peering/step.js';
import { roleGuid } from '../names.js';
import { isMissing, isRefusal } from '../rest/refusal.js';
import { type CustomRole, findRole, nameBeside } from '../roles.js';
import { staying, vendorUses } from '../vendor-uses.js';
import { PASSING_IN_RBAC } from './directory-transient.js';
import type { StepMeans } from './means.js';
import { roleShell } from './prepare-shell.js';

const NEEDS = ['Microsoft.Authorization/roleDefinitions/write'];
const NAME_TAKEN = 'RoleDefinitionWithSameNameExists';

/** How often the list is asked again for the owner of a name before the owner is taken to be another subscription. */
const LOOKS = 3;
const PAUSE_MS = 2_000;

/** What one custom role is for. */
export interface RoleWish {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  readonly role: CustomRole;
  /** The shell variable that gets its GUID. */
  readonly variable: string;
}

/** A custom role of the subscription. All networks share it, so it stays unless `purge` is set. */
export function roleStep(means: StepMeans, wish: RoleWish): Step {
  return {
    id: wish.id,
    title: wish.title,
    after: wish.after,
    transient: PASSING_IN_RBAC,
    read: (context) => readRole(means, wish, context),
    apply: (context) => create(means, wish, context),
    undo: (context) => remove(means, wish, context),
    shell: () => roleShell(means, wish),
  };
}

async function readRole(means: StepMeans, { role }: RoleWish, context: StepContext): Promise<StepState> {
  const found = await findRole(means, context, role);
  if (!found) {
    const evidence = `no role ${role.roleName} allows ${role.actions.join(', ')} and nothing else`;
    return { status: 'todo', ours: 'none', evidence, needs: NEEDS };
  }
  const uses = found.ours ? await vendorUses(means, context) : { free: false, why: undefined };
  const evidence = `${found.roleName} (${found.guid})`;
  return { status: 'done', ours: uses.free ? 'ours' : 'adopted', evidence, ...staying(uses) };
}

/** Under its name where that is free in the tenant, else under one with the subscription in it. */
async function create(means: StepMeans, { role }: RoleWish, context: StepContext): Promise<void> {
  const { subscriptionId } = means.settings;
  const put = (roleName: string) => {
    const guid = roleGuid(subscriptionId, roleName);
    return means.clients.arm.putRoleDefinition(guid, { ...role, roleName, subscriptionId }, context);
  };
  try {
    await put(role.roleName);
  } catch (error) {
    if (!isRefusal(error, NAME_TAKEN)) throw error;
    if (await appearsAsTaken(means, role, context)) return;
    await put(nameBeside(role, subscriptionId));
  }
}

/** The list is behind after a write: whoever has the name may be an equal role that does not show yet. */
async function appearsAsTaken(means: StepMeans, role: CustomRole, context: StepContext): Promise<boolean> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const round = { ...context, round: {} };
    if (await findRole(means, round, role)) return true;
    const [holder] = await means.reads.rolesNamed(role.roleName, round);
    // Somebody else's, with other rights.
    if (holder) return false;
    await context.clock.sleep(PAUSE_MS, context.signal);
  }
  return false;
}

async function remove(means: StepMeans, { role }: RoleWish, context: StepContext): Promise<void> {
  const found = await findRole(means, context, role);
  if (!found?.ours) return;
  try {
    await means.clients.arm.deleteRoleDefinition(means.settings.subscriptionId, found.guid, context);
  } catch (error) {
    // Another network's application may have it, too: then it stays.
    if (!isMissing(error) && !isRefusal(error, 'RoleDefinitionHasAssignments')) throw error;
  }
}
