import { ConflictError } from '../../errors/conflict-error.js';
import { stepConflict } from '../../errors/messages.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import { isRefusal } from '../rest/refusal.js';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../vendor.js';
import { staying, vendorUses } from '../vendor-uses.js';
import { PASSING_IN_GRAPH } from './directory-transient.js';
import { foreignOwner, NOBODY_ELSE } from './identities-step.js';
import { IDENTITIES_STEP, type StepMeans, VENDOR_PRINCIPAL_STEP } from './means.js';
import { vendorPrincipalShell } from './prepare-shell.js';

/** `Application.ReadWrite.OwnedBy` is for applications of one's own tenant only: Graph says so when it refuses. */
const NEEDS = ['Application.ReadWrite.All'];
const TITLE = "Dragonfly's application is known in your tenant";

/** What Dragonfly's application is in the customer's tenant. All networks share it, so it stays unless `purge` is set. */
export function vendorPrincipalStep(means: StepMeans): Step {
  const { clients, reads } = means;
  return {
    id: VENDOR_PRINCIPAL_STEP,
    title: TITLE,
    after: [IDENTITIES_STEP],
    transient: PASSING_IN_GRAPH,
    read: (context) => readVendor(means, context),
    apply: (context) => makeKnown(means, context),
    async undo(context) {
      const vendor = await reads.vendorPrincipal(context);
      if (vendor) await clients.graph.deleteServicePrincipal(vendor.id, context);
    },
    shell: vendorPrincipalShell,
  };
}

async function readVendor(means: StepMeans, context: StepContext): Promise<StepState> {
  const vendor = await means.reads.vendorPrincipal(context);
  if (!vendor) {
    const evidence = `${VENDOR_APP_ID} has no service principal here`;
    return { status: 'todo', ours: 'none', evidence, needs: NEEDS };
  }
  if (vendor.ownerTenantId !== VENDOR_TENANT_ID) {
    const evidence = foreignOwner(vendor.ownerTenantId);
    return { status: 'conflict', ours: 'none', evidence, fix: NOBODY_ELSE };
  }
  const uses = await vendorUses(means, context);
  const evidence = `${vendor.id} of ${VENDOR_APP_ID}`;
  return { status: 'done', ours: uses.free ? 'ours' : 'adopted', evidence, ...staying(uses) };
}

/** Who owns an application shows only in the answer to this, so that is looked at before anybody can use it. */
async function makeKnown({ clients }: StepMeans, context: StepContext): Promise<void> {
  const { graph } = clients;
  try {
    const { id, ownerTenantId } = await graph.createServicePrincipal(VENDOR_APP_ID, context);
    if (ownerTenantId === VENDOR_TENANT_ID) return;
    await graph.deleteServicePrincipal(id, context);
    throw new ConflictError(stepConflict(TITLE, { evidence: foreignOwner(ownerTenantId), fix: NOBODY_ELSE }));
  } catch (error) {
    // A first answer was lost. The read that follows looks at the owner.
    if (!isRefusal(error, 'Request_MultipleObjectsWithSameKeyValue')) throw error;
  }
}
