import type { FlowContext } from '../peering/acceptor.js';
import type { PeeringEnd, Vpc, VpcPeering } from './ec2/model.js';

/** One end of a peering as it must be. */
export interface ExpectedEnd {
  readonly accountId: string;
  readonly vpcId: string;
  readonly region: string;
}

/** The one peering that may be accepted and routed to: the requester as Dragonfly's API names it, the accepter as the caller did. */
export interface ExpectedPeering {
  /** Undefined until Dragonfly has provisioned the network. */
  readonly requester: ExpectedEnd | undefined;
  readonly accepter: ExpectedEnd;
  /** The network's CIDR. */
  readonly requesterCidr: string;
}

/** What the peering of this run must be. Nothing of it comes from the request itself. */
export function expectedPeering(
  { cidrBlock, location, vpc }: FlowContext['network'],
  ours: Vpc,
  region: string,
): ExpectedPeering {
  return {
    requester: vpc && { accountId: vpc.accountId, vpcId: vpc.resourceId, region: location.region },
    accepter: { accountId: ours.ownerId, vpcId: ours.id, region },
    requesterCidr: cidrBlock,
  };
}

/** Every difference in identity, each with both values. Empty: it is the one. */
export function identityMismatches(
  peering: Pick<VpcPeering, 'requester' | 'accepter'>,
  expected: ExpectedPeering,
): string[] {
  if (!expected.requester) return ['Dragonfly does not say yet which account and VPC the request comes from'];
  return [
    ...endMismatches('requester', peering.requester, expected.requester, 'Dragonfly says'),
    ...endMismatches('accepter', peering.accepter, expected.accepter, 'you named'),
  ];
}

/** The difference in the requester's blocks with both values; undefined when they are equal. */
export function cidrMismatch(
  { requester }: VpcPeering,
  { requesterCidr }: ExpectedPeering,
): string | undefined {
  const is = requester.cidrs.map(String).sort().join(', ');
  if (is === requesterCidr) return undefined;
  return `the requester's CIDR is ${is === '' ? 'not shown' : is}, Dragonfly says ${requesterCidr}`;
}

/** True when the peering joins the two VPCs, whatever else is to be said of it. */
export function joinsThePair({ requester, accepter }: VpcPeering, expected: ExpectedPeering): boolean {
  return requester.vpcId === expected.requester?.vpcId && accepter.vpcId === expected.accepter.vpcId;
}

function endMismatches(end: string, is: PeeringEnd, wanted: ExpectedEnd, source: string): string[] {
  const fields = [
    ['account', is.accountId, wanted.accountId],
    ['VPC', is.vpcId, wanted.vpcId],
    ['region', is.region, wanted.region],
  ] as const;
  return fields.flatMap(([name, value, right]) =>
    value === right ? [] : [`the ${end}'s ${name} is ${value ?? 'not shown'}, ${source} ${right}`],
  );
}
