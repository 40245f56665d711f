import type { Check } from './check.js';

/** For private name resolution, AWS wants both DNS attributes of the VPC. */
export const checkDns: Check = async ({ reads, flow, settings }) => {
  if (!settings.dnsResolution) return [];
  const { hostnames, support } = await reads.dns(flow);
  const missing = [...(hostnames ? [] : ['hostnames']), ...(support ? [] : ['support'])];
  return missing.map((name) => ({
    code: `dns_${name}_off`,
    severity: 'error',
    summary: `${settings.vpcId} has DNS ${name} turned off, and dnsResolution needs it.`,
    evidence: `enableDns${name === 'support' ? 'Support' : 'Hostnames'} is false`,
    fix: {
      text: 'Turn it on, or leave dnsResolution out.',
      command: `aws ec2 modify-vpc-attribute --region ${settings.region} --vpc-id ${settings.vpcId} --enable-dns-${name}`,
    },
  }));
};
