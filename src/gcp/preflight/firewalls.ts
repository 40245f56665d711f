import type { Firewall } from '../compute/model.js';
import { ruleName } from '../steps/firewall-step.js';
import type { Check, CheckMeans } from './check.js';

/**
 * Rules that were made for the network's own addresses and will let the Dragonfly network in as well, since its CIDR lies
 * in their ranges: above all `default-allow-internal`, which is for all of 10.128.0.0/9.
 */
export const checkFirewalls: Check = async (means) => {
  const { reads, flow, settings } = means;
  const rules = await reads.firewalls(flow);
  const own = ruleName(means, 'INGRESS');
  const admitting = rules.filter((rule) => rule.name !== own && admits(rule, means));
  if (admitting.length === 0) return [];
  const names = admitting.map(({ name }) => name).join(', ');
  return [
    {
      code: 'firewall_admits',
      severity: 'warning',
      summary: `${names} will let the Dragonfly network ${flow.network.cidrBlock} open connections to your VMs, since its CIDR lies in ${admitting.length === 1 ? 'its range' : 'their ranges'}.`,
      evidence: admitting.map(describe).join('; '),
      fix: {
        text: 'If that is not meant, narrow the ranges, or create a Dragonfly network with a CIDR outside of them.',
        command: `gcloud compute firewall-rules describe ${admitting[0]?.name ?? ''} --project=${settings.projectId}`,
      },
    },
  ];
};

/** Not those for everybody, which say nothing about the peering. */
function admits({ direction, action, disabled, sourceRanges }: Firewall, { remote }: CheckMeans): boolean {
  if (direction !== 'INGRESS' || action !== 'allow' || disabled) return false;
  return sourceRanges.some((range) => range.prefix > 0 && remote.some((block) => range.overlaps(block)));
}

function describe({ name, sourceRanges, layer4 }: Firewall): string {
  const what = layer4.map(({ protocol, ports }) =>
    [protocol, ports.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',')]
      .filter(Boolean)
      .join(':'),
  );
  return `${name}: ${what.join(' ')} from ${sourceRanges.join(', ')}`;
}
