import type { Step, StepContext, StepState } from '../../peering/step.js';
import { judgeApp } from '../judge-app.js';
import { PASSING_IN_GRAPH } from './directory-transient.js';
import { APP_STEP, IDENTITIES_STEP, type StepMeans } from './means.js';
import { appShell } from './prepare-shell.js';

/** Graph's permission for one's own applications. */
const NEEDS = ['Application.ReadWrite.OwnedBy'];
const AUDIENCE = 'AzureADMultipleOrgs';

/** The application that the peering is made with: one for this network and virtual network, or the caller's. */
export function appStep(means: StepMeans): Step {
  const { clients, names, app } = means;
  return {
    id: APP_STEP,
    title: 'Application for the peering',
    after: [IDENTITIES_STEP],
    transient: PASSING_IN_GRAPH,
    read: (context) => readApp(means, context),
    apply: (context) =>
      clients.graph.upsertApplication(
        names.uniqueName,
        { displayName: names.appName, signInAudience: AUDIENCE },
        context,
      ),
    async undo(context) {
      const found = await app.find(context);
      if (found?.ours && found.application)
        await clients.graph.deleteApplication(found.application.id, context);
    },
    shell: () => appShell(means),
  };
}

async function readApp(means: StepMeans, context: StepContext): Promise<StepState> {
  const found = await means.app.find(context);
  const ours = !found ? 'none' : found.ours ? 'ours' : 'adopted';
  const fault = await judgeApp(means, context);
  if (fault) return { status: 'conflict', ours, ...fault };
  if (!found) {
    const evidence = `there is none with the key ${means.names.uniqueName}`;
    return { status: 'todo', ours, evidence, needs: NEEDS };
  }
  const { appId, application } = found;
  if (found.ours && application && application.signInAudience !== AUDIENCE) {
    const evidence = `${appId} is for ${application.signInAudience}, and other tenants must know it`;
    return { status: 'todo', ours, evidence, needs: NEEDS };
  }
  return { status: 'done', ours, evidence: `${appId}, ${application?.displayName ?? 'of another tenant'}` };
}
