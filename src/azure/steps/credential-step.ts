import type { ReadContext } from '../../peering/once-per-round.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import { PASSING_IN_GRAPH } from './directory-transient.js';
import { APP_STEP, CREDENTIAL_STEP, type StepMeans } from './means.js';
import { secretLabel } from './peering/secret-label.js';
import { leftSecrets, removeLeftSecrets, type SecretPlace } from './peering/temporary-secret.js';

const NEEDS = ['Application.ReadWrite.OwnedBy'];

/**
 * No password of an earlier run is left. One is, when a run was killed between making and removing it; it has stopped
 * working after some minutes, or does so soon, and is removed first.
 */
export function credentialStep(means: StepMeans): Step {
  const remove = async (context: StepContext) => {
    const place = await secretPlace(means, context);
    if (place) await removeLeftSecrets(place, context);
  };
  return {
    id: CREDENTIAL_STEP,
    title: 'No temporary password is left from an earlier run',
    after: [APP_STEP],
    transient: PASSING_IN_GRAPH,
    read: (context) => readLeft(means, context),
    apply: remove,
    undo: remove,
  };
}

async function readLeft(means: StepMeans, context: StepContext): Promise<StepState> {
  const { app, flow, names } = means;
  const found = await app.find(context);
  const left = leftSecrets(found?.application, { label: secretLabel(flow.network.id, names.vnetId) });
  if (left.length === 0) return { status: 'done', ours: 'none', evidence: 'there is none' };
  const ends = left.map(({ keyId, endsAt }) => `${keyId}${endsAt ? ` until ${endsAt.toISOString()}` : ''}`);
  return { status: 'todo', ours: 'ours', evidence: `left: ${ends.join(', ')}`, needs: NEEDS };
}

/** Where the run's secrets are made; undefined while there is no application, or one of another tenant. */
export async function secretPlace(
  { app, clients, flow, names }: StepMeans,
  context: ReadContext,
): Promise<SecretPlace | undefined> {
  const found = await app.find(context);
  if (!found?.application) return undefined;
  const label = secretLabel(flow.network.id, names.vnetId);
  return { graph: clients.graph, applicationId: found.application.id, label };
}
