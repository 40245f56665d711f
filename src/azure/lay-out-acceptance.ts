import { type Cidr, parseCidr } from '../path/cidr.js';
import type { Step } from '../peering/step.js';
import { guardedGroups } from './nsg/guarded-groups.js';
import { isMissing } from './rest/refusal.js';
import { activeStep } from './steps/active-step.js';
import { credentialStep } from './steps/credential-step.js';
import type { StepMeans } from './steps/means.js';
import { nsgRuleStep, ruleName, type WantedRule } from './steps/nsg-rule-step.js';
import { peeringStep } from './steps/peering-step.js';

/**
 * The steps at the customer's side once the connection exists: the peering, and the rules of the groups. What an earlier
 * run with other options has left is among them, so that `destroy` finds it. Of a virtual network that does not exist
 * (any more), only the application can have something left.
 */
export async function layOutAcceptance(means: StepMeans): Promise<Step[]> {
  try {
    const rules = await wantedRules(means);
    return [
      credentialStep(means),
      peeringStep(means),
      activeStep(means),
      ...rules.map((rule) => nsgRuleStep(means, rule)),
    ];
  } catch (error) {
    if (isMissing(error)) return [credentialStep(means)];
    throw error;
  }
}

async function wantedRules(means: StepMeans): Promise<WantedRule[]> {
  const { flow, reads, settings } = means;
  const remote = remoteOf(flow.network.cidrBlock);
  const { groups } = await guardedGroups(reads, flow);
  const all = groups.flatMap(({ nsgId, prefixes }) =>
    (['Outbound', 'Inbound'] as const).map((direction) => ({ nsgId, direction, local: prefixes, remote })),
  );
  const asked = settings.networkRules === 'add';
  const wanted = all.map((rule) => ({ ...rule, asked }));
  if (asked) return wanted;
  const left = await Promise.all(wanted.map((rule) => hasOurs(means, rule)));
  return wanted.filter((_, index) => left[index]);
}

async function hasOurs(means: StepMeans, { nsgId, direction }: WantedRule): Promise<boolean> {
  const { rules } = await means.reads.nsg(nsgId, means.flow);
  return rules.some(({ name }) => name === ruleName(means, direction));
}

function remoteOf(cidrBlock: string): Cidr[] {
  const parsed = parseCidr(cidrBlock);
  return parsed.ok ? [parsed.cidr] : [];
}
