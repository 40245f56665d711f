import type { Step, StepContext, StepState } from '../../peering/step.js';
import { isRefusal } from '../rest/refusal.js';
import { PASSING_FOR_FRESH_APP } from './directory-transient.js';
import { APP_PRINCIPAL_STEP, APP_STEP, type StepMeans } from './means.js';
import { appPrincipalShell } from './prepare-shell.js';

const NEEDS = ['Application.ReadWrite.OwnedBy'];

/** What the application is in the customer's tenant: its service principal, which roles are assigned to. */
export function appPrincipalStep(means: StepMeans): Step {
  const { clients, app } = means;
  return {
    id: APP_PRINCIPAL_STEP,
    title: "The application's service principal",
    after: [APP_STEP],
    transient: PASSING_FOR_FRESH_APP,
    read: (context) => readPrincipal(means, context),
    async apply(context) {
      const found = await app.find(context);
      if (!found || found.principal) return;
      try {
        await clients.graph.createServicePrincipal(found.appId, context);
      } catch (error) {
        // A first answer was lost, or the list that led here was behind.
        if (!isRefusal(error, 'Request_MultipleObjectsWithSameKeyValue')) throw error;
      }
    },
    async undo(context) {
      const found = await app.find(context);
      if (found?.ours && found.principal)
        await clients.graph.deleteServicePrincipal(found.principal.id, context);
    },
    shell: () => appPrincipalShell(means),
  };
}

async function readPrincipal({ app }: StepMeans, context: StepContext): Promise<StepState> {
  const found = await app.find(context);
  if (!found) return { status: 'todo', ours: 'none', evidence: 'there is no application yet', needs: NEEDS };
  const { appId, principal } = found;
  if (!principal) return { status: 'todo', ours: 'none', evidence: `${appId} has none here`, needs: NEEDS };
  return { status: 'done', ours: found.ours ? 'ours' : 'adopted', evidence: `${principal.id} of ${appId}` };
}
