import type { Step, StepContext, StepState } from '../../peering/step.js';
import type { Tags } from '../ec2/model.js';
import { ourTags } from '../ownership.js';
import { tagShell } from '../shell.js';
import { PASSING_WITH_PEERING } from '../transient.js';
import { ACCEPT_STEP, type StepMeans } from './means.js';

/** Marks the peering as accepted by us. Tags belong to one account and region: Dragonfly's side does not see them. */
export function tagStep(means: StepMeans): Step {
  const tags = ourTags(means.flow.network.id, {
    Name: `dragonfly ${means.flow.network.name}`,
    ...means.settings.tags,
  });
  return {
    id: 'aws.tag',
    title: 'Tags of the peering',
    after: [ACCEPT_STEP],
    transient: PASSING_WITH_PEERING,
    read: (context) => readTags(means, tags, context),
    async apply(context) {
      const id = await means.finder.id(context);
      if (id !== undefined) await (await means.ec2()).tag(id, tags, context.signal);
    },
    // The tags go with the peering.
    undo: async () => undefined,
    shell: () => tagShell(means, tags),
  };
}

async function readTags({ finder }: StepMeans, wanted: Tags, context: StepContext): Promise<StepState> {
  const found = await finder.find(context);
  const present = found.kind === 'found' ? found.peering.tags : {};
  const missing = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  const names = missing.map(([key]) => key).join(', ');
  if (missing.length === 0) return { status: 'done', ours: 'none', evidence: 'all tags are there' };
  return { status: 'todo', ours: 'none', evidence: `missing: ${names}`, needs: ['ec2:CreateTags'] };
}
