import type { Cidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import { coverage } from '../../path/coverage.js';
import type { Gaps } from '../../path/gaps.js';
import type { WayBack } from '../../path/snapshot.js';
import type { Ec2 } from '../ec2/ec2.js';
import { tableOfSubnet } from '../route-tables.js';
import { tableStages } from '../table-stage.js';

/** What is asked about the far side. */
export interface WayBackQuestion {
  /** The network's own VPC. */
  readonly vpcId: string;
  readonly peeringId: string;
  /** The far blocks and the customer's. */
  readonly remote: readonly Cidr[];
  readonly local: readonly Cidr[];
}

/**
 * Which of the customer's addresses the far side answers. Its tables can be read only when the network runs in the
 * customer's own account; then what all of its subnets route back counts. They are read and never written.
 */
export async function readWayBack(
  ec2: Ec2,
  question: WayBackQuestion,
  gaps: Gaps,
  signal: AbortSignal | undefined,
): Promise<WayBack> {
  const { vpcId, peeringId, remote, local } = question;
  const [tables, subnets] = await Promise.all([
    gaps.read(`the route tables of ${vpcId}`, ec2.routeTables(vpcId, signal)),
    gaps.read(`the subnets of ${vpcId}`, ec2.subnets(vpcId, signal)),
  ]);
  const used = new Set((subnets ?? []).flatMap(({ id }) => tableOfSubnet(tables ?? [], id) ?? []));
  if (used.size === 0) return { kind: 'unknown' };

  let answered = CidrSet.of(local);
  for (const table of used) {
    const routing = tableStages(table, { local: remote, prefixLists: new Map() });
    const parts = coverage({ routing, peeringId, remote: local });
    const back = parts.filter(({ goes }) => goes === 'peering').flatMap((part) => part.remote);
    answered = answered.intersect(CidrSet.of(back));
  }
  return { kind: 'read', cidrs: answered.cidrs() };
}
