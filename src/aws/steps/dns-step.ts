import type { Step, StepContext, StepState } from '../../peering/step.js';
import { dnsShell } from '../shell.js';
import { PASSING_WITH_PEERING } from '../transient.js';
import { ACTIVE_STEP, type StepMeans } from './means.js';

const NEEDS = ['ec2:ModifyVpcPeeringConnectionOptions'];

/** Lets names of the customer's instances resolve to private addresses at the other end. Each side sets its own half. */
export function dnsStep(means: StepMeans): Step {
  return {
    id: 'aws.dns',
    title: 'Private addresses for the names of your VPC',
    after: [ACTIVE_STEP],
    transient: PASSING_WITH_PEERING,
    note: "names of the Dragonfly network do not need it: it concerns your instances' names",
    read: (context) => readOption(means, context),
    async apply(context) {
      const id = await means.finder.id(context);
      if (id !== undefined) await (await means.ec2()).resolvePrivately(id, context.signal);
    },
    // The option goes with the peering.
    undo: async () => undefined,
    shell: () => dnsShell(means),
  };
}

async function readOption({ finder }: StepMeans, context: StepContext): Promise<StepState> {
  const found = await finder.find(context);
  const set = found.kind === 'found' && found.peering.accepter.resolvesPrivately;
  if (set) return { status: 'done', ours: 'none', evidence: 'the option is set' };
  return { status: 'todo', ours: 'none', evidence: 'the option is not set', needs: NEEDS };
}
