import type { Cidr } from '../path/cidr.js';
import type { Step } from '../peering/step.js';
import { activeStep } from './steps/active-step.js';
import { firewallStep, ruleName, type WantedRule } from './steps/firewall-step.js';
import { flagsStep } from './steps/flags-step.js';
import type { StepMeans } from './steps/means.js';
import { peeringStep } from './steps/peering-step.js';
import { wantedFlags } from './steps/wanted-flags.js';

/**
 * The steps at the customer's side: peering, its options, active, firewall rules. What an earlier run with other options
 * has left is among them, so that `destroy` finds it.
 */
export async function layOutSteps(means: StepMeans, remote: readonly Cidr[]): Promise<Step[]> {
  const { finder, flow, settings } = means;
  const flags = wantedFlags(settings);
  const [found, rules] = await Promise.all([finder.find(flow), wantedRules(means, remote)]);
  const consensus = found.kind === 'found' && found.peering.updateStrategy === 'CONSENSUS';
  return [
    peeringStep(means, { consensus }),
    ...(Object.keys(flags).length > 0 ? [flagsStep(means, flags)] : []),
    activeStep(means, remote),
    ...rules.map((rule) => firewallStep(means, rule)),
  ];
}

async function wantedRules(means: StepMeans, remote: readonly Cidr[]): Promise<WantedRule[]> {
  const { firewall } = means.settings;
  const rules = await means.reads.firewalls(means.flow);
  const isThere = (name: string) => rules.some((rule) => rule.name === name);
  return (['EGRESS', 'INGRESS'] as const).flatMap((direction) => {
    const wished = direction === 'EGRESS' ? firewall?.egress : firewall?.ingress;
    const wishes = wished ? firewall : undefined;
    if (!wishes && !isThere(ruleName(means, direction))) return [];
    return remote.map((cidr) => ({ direction, remote: cidr, wishes }));
  });
}
