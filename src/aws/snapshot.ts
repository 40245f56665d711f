import type { Cidr } from '../path/cidr.js';
import { Gaps } from '../path/gaps.js';
import type { PathSnapshot, Peering, RemoteSide } from '../path/snapshot.js';
import type { Ids } from './ec2/ec2.js';
import type { GroupRule, NetworkInterface, Vpc } from './ec2/model.js';
import { missingPermission } from './ec2/refusal.js';
import type { FoundPeering } from './peering-finder.js';
import { phaseOf } from './peering-states.js';
import { prefixListsOfRules } from './snapshot/filters.js';
import { sourcesOf, type VpcFacts } from './snapshot/sources.js';
import { readWayBack } from './snapshot/way-back.js';
import type { StepMeans } from './steps/means.js';
import { type PrefixLists, prefixListsOf } from './table-stage.js';

/** Reads the customer's side as the path model wants it. Writes nothing; what may not be read becomes a gap. */
export async function takeSnapshot(means: StepMeans, remote: readonly Cidr[]): Promise<PathSnapshot> {
  const { flow, settings } = means;
  const gaps = new Gaps(missingPermission);
  const { vpc, found, facts } = await readFacts(means, gaps);
  const far = found?.kind === 'found' ? found.peering.requester.cidrs : [];
  const side = { id: flow.network.vpc?.resourceId ?? flow.network.id, cidrs: far.length > 0 ? far : remote };
  const peering = peeringOf(found, flow.connection()?.peerConnectionId);
  const back = await wayBack(means, gaps, { vpc, peering, remote: side.cidrs });
  return {
    provider: 'aws',
    local: { id: settings.vpcId, cidrs: facts.local },
    peering,
    sources: sourcesOf(facts, settings.securityGroupIds),
    remote: { ...side, back },
    gaps: gaps.all,
  };
}

interface Read {
  readonly vpc: Vpc | undefined;
  readonly found: FoundPeering | undefined;
  readonly facts: VpcFacts;
}

async function readFacts(means: StepMeans, gaps: Gaps): Promise<Read> {
  const { flow, reads, finder, settings } = means;
  const { vpcId } = settings;
  const ec2 = await means.ec2();
  const interfaces = gaps.read(
    `the network interfaces of ${vpcId}`,
    ec2.networkInterfaces(vpcId, flow.signal),
  );
  const [vpc, found, subnets, tables, acls, rules] = await Promise.all([
    gaps.read(vpcId, reads.vpc(flow)),
    gaps.read('the peering', finder.find(flow)),
    gaps.read(`the subnets of ${vpcId}`, reads.subnets(flow)),
    gaps.read(`the route tables of ${vpcId}`, reads.routeTables(flow)),
    gaps.read(`the network ACLs of ${vpcId}`, ec2.networkAcls(vpcId, flow.signal)),
    interfaces.then((found) => readRules(means, gaps, found)),
  ]);
  const lists = [...new Set([...prefixListsOf(tables ?? []), ...prefixListsOfRules(rules ?? [])])];
  const prefixLists = await readPrefixLists(means, gaps, lists);
  const ofPeering = found?.kind === 'found' ? found.peering.accepter.cidrs : [];
  const local = vpc?.cidrs ?? ofPeering;
  return {
    vpc,
    found,
    facts: { local, subnets, tables, interfaces: await interfaces, rules, acls, prefixLists },
  };
}

/** The rules of all groups that interfaces carry or that were named; undefined when they may not be read. */
async function readRules(
  { ec2, flow, settings }: StepMeans,
  gaps: Gaps,
  interfaces: readonly NetworkInterface[] | undefined,
): Promise<GroupRule[] | undefined> {
  const carried = (interfaces ?? []).flatMap(({ groupIds }) => groupIds);
  const [first, ...more] = new Set([...settings.securityGroupIds, ...carried]);
  if (first === undefined) return [];
  const groupIds: Ids = [first, ...more];
  const api = await ec2();
  return gaps.read('the rules of the security groups', api.groupRules({ groupIds }, flow.signal));
}

async function readPrefixLists(
  { reads, flow }: StepMeans,
  gaps: Gaps,
  ids: readonly string[],
): Promise<PrefixLists> {
  const read = async (id: string) =>
    [id, await gaps.read(`the entries of prefix list ${id}`, reads.prefixList(id, flow))] as const;
  return new Map(await Promise.all(ids.map(read)));
}

function peeringOf(found: FoundPeering | undefined, named: string | undefined): Peering {
  const id = named ?? 'none';
  switch (found?.kind) {
    case undefined:
    case 'ambiguous':
      return { id, state: 'unknown', up: 'maybe' };
    case 'absent':
    case 'unseen':
      return { id, state: 'not there', up: 'no' };
    case 'found': {
      const phase = phaseOf(found.peering);
      const up = phase === 'active' ? 'yes' : phase === 'unknown' ? 'maybe' : 'no';
      return { id: found.peering.id, state: found.peering.status, up };
    }
  }
}

interface Ends {
  readonly vpc: Vpc | undefined;
  readonly peering: Peering;
  readonly remote: readonly Cidr[];
}

async function wayBack(
  means: StepMeans,
  gaps: Gaps,
  { vpc, peering, remote }: Ends,
): Promise<RemoteSide['back']> {
  const far = means.flow.network.vpc;
  const readable = far && vpc && far.accountId === vpc.ownerId;
  if (!readable) return { kind: 'unknown' };
  const question = { vpcId: far.resourceId, peeringId: peering.id, remote, local: vpc.cidrs };
  return readWayBack(await means.ec2(), question, gaps, means.flow.signal);
}
