import type { Finding } from '../../peering/finding.js';
import type { Check } from './check.js';

/** Rules per group and direction: the default quota. */
const RULES_DEFAULT = 60;

/** The named security groups are the VPC's, and have room. */
export const checkSecurityGroups: Check = async ({ reads, flow, settings }) => {
  const [groups, rules] = await Promise.all([reads.groups(flow), reads.groupRules(flow)]);
  const strangers = groups.filter(({ vpcId }) => vpcId !== settings.vpcId);
  const findings = strangers.map(
    ({ id, vpcId }): Finding => ({
      code: 'group_of_other_vpc',
      severity: 'warning',
      summary: `${id} belongs to ${vpcId}, not to ${settings.vpcId}; it protects instances of ${settings.vpcId} only where it is associated with it.`,
      evidence: `${id} in ${vpcId}`,
      fix: { text: 'Name the groups that the clients in the VPC carry.' },
    }),
  );
  for (const { id } of groups) {
    for (const egress of [false, true]) {
      const count = rules.filter((rule) => rule.groupId === id && rule.egress === egress).length;
      if (count < RULES_DEFAULT) continue;
      findings.push({
        code: 'rules_quota',
        severity: 'warning',
        summary: `${id} has ${count} ${egress ? 'outbound' : 'inbound'} rules; AWS allows ${RULES_DEFAULT} unless it was asked for more.`,
        evidence: `${count} rules`,
        fix: { text: 'Remove rules that are not needed, or name another group.' },
      });
    }
  }
  return findings;
};
