import { oncePerRound, oncePerRoundAndKey, type ReadContext } from '../peering/once-per-round.js';
import type { Ec2, Ids } from './ec2/ec2.js';
import type { GroupRule, RouteTable, SecurityGroup, Subnet, Vpc, VpcPeering } from './ec2/model.js';
import { isRefusal } from './ec2/refusal.js';
import { NETWORK_TAG } from './ownership.js';

/** Codes for "there is no such peering", in both of EC2's spellings. */
export const PEERING_NOT_FOUND = [
  'InvalidVpcPeeringConnectionID.NotFound',
  'InvalidVpcPeeringConnectionId.NotFound',
];

type Read<T> = (context: ReadContext) => Promise<T>;
type ReadOne<T> = (id: string, context: ReadContext) => Promise<T>;

/** What the steps and the checks of one acceptor read, each listing at most once per round. */
export class Reads {
  /** The VPC. */
  readonly vpc: Read<Vpc>;
  /** Its subnets. */
  readonly subnets: Read<Subnet[]>;
  /** Its route tables. */
  readonly routeTables: Read<RouteTable[]>;
  /** The peerings in which it is the accepter, and those in which it is the requester, dead ones that are still listed included. */
  readonly peerings: Read<VpcPeering[]>;
  /** The peerings that another VPC has requested from this account in this region. */
  readonly peeringsFrom: ReadOne<VpcPeering[]>;
  /** One peering, or undefined when EC2 does not know it (any more, or yet). */
  readonly peering: ReadOne<VpcPeering | undefined>;
  /** The named security groups. */
  readonly groups: Read<SecurityGroup[]>;
  /** The rules of the named security groups. */
  readonly groupRules: Read<GroupRule[]>;
  /** All rules that were made for one Dragonfly network, in whatever group. */
  readonly rulesOfNetwork: ReadOne<GroupRule[]>;
  /** The entries of a prefix list. */
  readonly prefixList: ReadOne<Awaited<ReturnType<Ec2['prefixListEntries']>>>;
  /** Whether the VPC gives its instances names, and resolves names at all. */
  readonly dns: Read<{ readonly hostnames: boolean; readonly support: boolean }>;

  constructor(ec2: () => Promise<Ec2>, { vpcId, groupIds }: { vpcId: string; groupIds: readonly string[] }) {
    const of = <T>(read: (ec2: Ec2, signal: AbortSignal | undefined) => Promise<T>): Read<T> =>
      oncePerRound(async (signal) => read(await ec2(), signal));
    const ofOne = <T>(
      read: (ec2: Ec2, id: string, signal: AbortSignal | undefined) => Promise<T>,
    ): ReadOne<T> => oncePerRoundAndKey(async (id: string, signal) => read(await ec2(), id, signal));

    this.vpc = of((api, signal) => api.vpc(vpcId, signal));
    this.subnets = of((api, signal) => api.subnets(vpcId, signal));
    this.routeTables = of((api, signal) => api.routeTables(vpcId, signal));
    this.peerings = of((api, signal) => peeringsOf(api, vpcId, signal));
    this.peeringsFrom = ofOne((api, id, signal) => api.peerings({ requester: { vpcId: id } }, signal));
    this.peering = ofOne((api, id, signal) => peeringById(api, id, signal));
    this.groups = of(async (api, signal) => {
      const ids = atLeastOne(groupIds);
      return ids ? api.securityGroups(ids, signal) : [];
    });
    this.groupRules = of(async (api, signal) => {
      const ids = atLeastOne(groupIds);
      return ids ? api.groupRules({ groupIds: ids }, signal) : [];
    });
    this.rulesOfNetwork = ofOne((api, networkId, signal) =>
      api.groupRules({ tag: { key: NETWORK_TAG, value: networkId } }, signal),
    );
    this.prefixList = ofOne((api, id, signal) => api.prefixListEntries(id, signal));
    this.dns = of(async (api, signal) => {
      const [hostnames, support] = await Promise.all([
        api.vpcAttribute(vpcId, 'enableDnsHostnames', signal),
        api.vpcAttribute(vpcId, 'enableDnsSupport', signal),
      ]);
      return { hostnames, support };
    });
  }
}

async function peeringsOf(api: Ec2, vpcId: string, signal: AbortSignal | undefined): Promise<VpcPeering[]> {
  const [accepted, requested] = await Promise.all([
    api.peerings({ accepter: { vpcId } }, signal),
    api.peerings({ requester: { vpcId } }, signal),
  ]);
  return [...accepted, ...requested.filter(({ id }) => !accepted.some((other) => other.id === id))];
}

async function peeringById(
  api: Ec2,
  id: string,
  signal: AbortSignal | undefined,
): Promise<VpcPeering | undefined> {
  try {
    const found = await api.peeringsById([id], signal);
    return found.find((peering) => peering.id === id);
  } catch (error) {
    if (isRefusal(error, ...PEERING_NOT_FOUND)) return undefined;
    throw error;
  }
}

function atLeastOne(ids: readonly string[]): Ids | undefined {
  const [first, ...more] = ids;
  return first === undefined ? undefined : [first, ...more];
}
