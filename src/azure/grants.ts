import type { StepContext } from '../peering/step.js';
import type { RoleAssignment } from './arm/model.js';
import { containsResource, type ServicePrincipalId } from './ids.js';
import { isMissing } from './rest/refusal.js';
import type { StepMeans } from './steps/means.js';

type GrantMeans = Pick<StepMeans, 'reads' | 'names'>;

/** The assignment of a role to a principal that holds at the customer's virtual network, there or above it. */
export async function findGrant(
  { reads, names }: GrantMeans,
  context: StepContext,
  { principalId, roleGuid }: { readonly principalId: ServicePrincipalId; readonly roleGuid: string },
): Promise<RoleAssignment | undefined> {
  const all = await grantsOf(reads, principalId, context);
  return all.find(
    (one) => one.roleGuid === roleGuid.toLowerCase() && containsResource(one.scope, names.vnetId),
  );
}

/** The youngest role that either side's application has at the virtual network; undefined when there is none. */
export async function youngestGrant(
  { app, reads, names }: StepMeans,
  context: StepContext,
): Promise<RoleAssignment | undefined> {
  const [ours, vendor] = await Promise.all([app.find(context), reads.vendorPrincipal(context)]);
  const principals = [ours?.principal, vendor].flatMap((principal) => principal?.id ?? []);
  const lists = await Promise.all(principals.map((id) => grantsOf(reads, id, context)));
  const [youngest] = lists
    .flat()
    .filter(({ scope }) => containsResource(scope, names.vnetId))
    .sort((a, b) => a.ageMs - b.ageMs);
  return youngest;
}

/** None at a virtual network that does not exist (any more): its roles went with it. */
async function grantsOf(
  reads: GrantMeans['reads'],
  principalId: ServicePrincipalId,
  context: StepContext,
): Promise<RoleAssignment[]> {
  try {
    return await reads.assignments(principalId, context);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
