import type { Cidr } from '../path/cidr.js';
import type { FlowContext } from '../peering/acceptor.js';
import { quote } from '../peering/connection-shell.js';
import type { NewGroupRule, Tags } from './ec2/model.js';

/*
 * The steps as commands of the aws command line. What does not exist before the script runs stands in the variable
 * PEERING, which the commands before have set.
 */

/** What the commands need to know. */
export interface ShellMeans {
  readonly flow: Pick<FlowContext, 'connection'>;
  readonly settings: { readonly region: string };
}

/** Accepts the peering. */
export function acceptShell(means: ShellMeans): string {
  return aws(means, 'accept-vpc-peering-connection', `--vpc-peering-connection-id ${peering(means)}`);
}

/** Waits until AWS says active. */
export function activeShell(means: ShellMeans): string {
  const ask = aws(
    means,
    'describe-vpc-peering-connections',
    `--vpc-peering-connection-ids ${peering(means)} --query 'VpcPeeringConnections[0].Status.Code' --output text`,
  );
  return `until [ "$(${ask})" = active ]; do sleep 2; done`;
}

/** Tags the peering. */
export function tagShell(means: ShellMeans, tags: Tags): string {
  return aws(
    means,
    'create-tags',
    `--resources ${peering(means)} --tags ${quote(JSON.stringify(tagList(tags)))}`,
  );
}

/** Adds or replaces a route. */
export function routeShell(
  means: ShellMeans,
  { tableId, destination }: { readonly tableId: string; readonly destination: Cidr },
  way: 'create' | 'replace',
): string {
  const where = `--route-table-id ${tableId} --destination-cidr-block ${destination}`;
  return aws(means, `${way}-route`, `${where} --vpc-peering-connection-id ${peering(means)}`);
}

/** Adds a rule to a security group. */
export function groupRuleShell(
  means: ShellMeans,
  { groupId, egress, port, cidr, description, tags }: NewGroupRule,
): string {
  const ranges = [{ CidrIp: String(cidr), Description: description }];
  const permission = [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: ranges }];
  const specification = [{ ResourceType: 'security-group-rule', Tags: tagList(tags) }];
  const what = `--group-id ${groupId} --ip-permissions ${quote(JSON.stringify(permission))}`;
  const marks = `--tag-specifications ${quote(JSON.stringify(specification))}`;
  return aws(means, `authorize-security-group-${egress ? 'egress' : 'ingress'}`, `${what} ${marks}`);
}

/** Sets the accepter's half of the DNS option. */
export function dnsShell(means: ShellMeans): string {
  const what = `--vpc-peering-connection-id ${peering(means)}`;
  const option = '--accepter-peering-connection-options AllowDnsResolutionFromRemoteVpc=true';
  return aws(means, 'modify-vpc-peering-connection-options', `${what} ${option}`);
}

function aws({ settings }: ShellMeans, command: string, rest: string): string {
  return `aws ec2 ${command} --region ${settings.region} ${rest}`;
}

function peering({ flow }: ShellMeans): string {
  const id = flow.connection()?.peerConnectionId;
  return id ? quote(id) : '"$PEERING"';
}

function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
