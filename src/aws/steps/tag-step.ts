import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { Tags } from '../ec2/model.js';
import { ourTags } from '../ownership.js';
import { tagShell } from '../shell.js';
import { PASSING_WITH_PEERING } from '../transient.js';
import { ACCEPT_STEP, type StepMeans } from './means.js';

/** Marks the peering as accepted by us. Tags belong to one account and region: Dragonfly's side does not see them. */
export function tagStep(means: StepMeans): Step {
  return {
    id: 'aws.tag',
    title: 'Tags of the peering',
    after: [ACCEPT_STEP],
    transient: PASSING_WITH_PEERING,
    read: async (context) => stateOf(await missingTags(means, context)),
    async apply(context) {
      const [id, missing] = await Promise.all([means.finder.id(context), missingTags(means, context)]);
      if (id !== undefined) await (await means.ec2()).tag(id, missing, context.signal);
    },
    // The tags go with the peering.
    undo: async () => undefined,
    shell: async (context) => tagShell(means, await missingTags(means, context)),
  };
}

/** The wanted tags that the peering lacks. A name that somebody gave it stays. */
async function missingTags({ finder, flow, settings }: StepMeans, context: StepContext): Promise<Tags> {
  const found = await finder.find(context);
  const present = found.kind === 'found' ? found.peering.tags : {};
  const name = present.Name === undefined ? { Name: `dragonfly ${flow.network.name}` } : {};
  const wanted = ourTags(flow.network.id, { ...name, ...settings.tags });
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));
}

function stateOf(missing: Tags): StepState {
  const names = Object.keys(missing);
  if (names.length === 0) return { status: 'done', ours: 'none', evidence: 'all tags are there' };
  return {
    status: 'todo',
    ours: 'none',
    evidence: `missing: ${names.join(', ')}`,
    needs: ['ec2:CreateTags'],
  };
}
