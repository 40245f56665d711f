import type { PathEvidence } from '../causes/path-evidence.js';
import type { CloudFixes } from '../path-fixes.js';
import type { Fix } from '../types.js';

/** The commands of `aws` that repair a way. */
export const AWS_FIXES: CloudFixes = {
  no_route: (e) => routeCommand(e, 'create-route'),
  route_elsewhere: (e) => routeCommand(e, 'replace-route'),
  blackhole: (e) => routeCommand(e, 'replace-route'),
  filtered: filterCommand,
};

function routeCommand(e: PathEvidence, verb: 'create-route' | 'replace-route'): Partial<Fix> {
  const [destination] = e.network;
  if (!/^rtb-/.test(e.at) || destination === undefined) return {};
  return {
    command: `aws ec2 ${verb} --route-table-id ${e.at} --destination-cidr-block ${destination} --vpc-peering-connection-id ${e.peering}`,
  };
}

function filterCommand(e: PathEvidence): Partial<Fix> {
  const group = /\bsg-[0-9a-f]+/.exec(e.at)?.[0];
  const [destination] = e.network;
  if (group === undefined || destination === undefined) return {};
  return {
    command: `aws ec2 authorize-security-group-egress --group-id ${group} --ip-permissions IpProtocol=tcp,FromPort=${e.port},ToPort=${e.port},IpRanges='[{CidrIp=${destination}}]'`,
  };
}
