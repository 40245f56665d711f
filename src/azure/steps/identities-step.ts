import type { Step, StepContext, StepState } from '../../peering/step.js';
import { judgeApp } from '../judge-app.js';
import { findRemote } from '../remote.js';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../vendor.js';
import { IDENTITIES_STEP, type StepMeans } from './means.js';

/**
 * Makes sure who is who before anything is written: the other end lies in Dragonfly's tenant or the customer's own, the
 * application that is known here as Dragonfly's is Dragonfly's, and the caller's application is one.
 */
export function identitiesStep(means: StepMeans): Step {
  return {
    id: IDENTITIES_STEP,
    title: 'Both sides are who they must be',
    after: [],
    read: (context) => readIdentities(means, context),
    // Nothing can be made of it: it holds or does not.
    apply: async () => undefined,
    undo: async () => undefined,
  };
}

async function readIdentities(means: StepMeans, context: StepContext): Promise<StepState> {
  const [remote, vendor, fault] = await Promise.all([
    findRemote(means, context),
    means.reads.vendorPrincipal(context),
    judgeApp(means, context),
  ]);
  const conflict = (evidence: string, fix: string): StepState => ({
    status: 'conflict',
    ours: 'none',
    evidence,
    fix,
  });
  if (remote.kind === 'refused') return conflict(remote.why, NOBODY_ELSE);
  const owner = vendor?.ownerTenantId;
  if (vendor && owner !== VENDOR_TENANT_ID) return conflict(foreignOwner(owner), NOBODY_ELSE);
  if (fault) return conflict(fault.evidence, fault.fix);
  if (remote.kind === 'unnamed') {
    const evidence = 'Dragonfly does not name its virtual network yet';
    return { status: 'waiting', ours: 'none', evidence, whose: 'dragonfly' };
  }
  const whose = remote.crossTenant ? "Dragonfly's" : 'your own (bring your own cloud)';
  const evidence = `${remote.vnetId} lies in tenant ${remote.tenantId}, ${whose}`;
  return { status: 'done', ours: 'none', evidence };
}

/** What is wrong when the application that should be Dragonfly's is somebody else's. */
export function foreignOwner(owner: string | undefined): string {
  return `application ${VENDOR_APP_ID} belongs to tenant ${owner ?? 'that is not shown'}, and Dragonfly's is ${VENDOR_TENANT_ID}`;
}

export const NOBODY_ELSE =
  'Grant it nothing. Ask the support of Dragonfly Cloud, with the ids above, and go on when they agree.';
