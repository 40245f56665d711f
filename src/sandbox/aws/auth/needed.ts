import type { Call } from '../aws-context.js';
import { KINDS, type Kind, kindOf } from '../state/kinds.js';
import type { PeeringParty } from '../state/peering-record.js';
import type { Owned } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import type { ConditionContext } from './conditions.js';

/** An object that a permission is asked for, and what policies may say about it. */
export interface Needed {
  readonly resource: string;
  readonly context: ConditionContext;
}

/** `arn:aws:ec2:us-east-1:111122223333:vpc/vpc-…` */
export function arnOf(region: string, accountId: string, type: string, id: string): string {
  return `arn:aws:ec2:${region}:${accountId}:${type}/${id}`;
}

/** The object that a parameter names; nothing where the parameter is missing. */
export function named(kind: Kind, parameter: string): (call: Call) => Needed[] {
  return (call) => {
    const id = call.params.text(parameter);
    return id === undefined ? [] : [needed(call, kind, id)];
  };
}

/** The objects that a list parameter names. */
export function namedAll(kind: Kind, parameter: string): (call: Call) => Needed[] {
  return (call) => call.params.texts(parameter).map((id) => needed(call, kind, id));
}

/** The objects that a request means without naming them, such as the table of an association. */
export function meant(
  kind: Kind,
  idsOf: (call: Call) => readonly (string | undefined)[],
): (call: Call) => Needed[] {
  return (call) => idsOf(call).flatMap((id) => (id === undefined ? [] : needed(call, kind, id)));
}

/** The object that the action makes: it has no id yet, but the tags of the request. */
export function created(kind: Kind): (call: Call) => Needed[] {
  return (call) => [
    {
      resource: arnOf(call.region, call.accountId, kind.type, '*'),
      context: requestTags(tagsFor(call.params, kind.type)),
    },
  ];
}

/** All of these together. */
export function all(...parts: readonly ((call: Call) => Needed[])[]): (call: Call) => Needed[] {
  return (call) => parts.flatMap((part) => part(call));
}

/** An object by its id, as far as the caller's account sees it. */
export function needed(call: Call, kind: Kind, id: string): Needed {
  const record = recordOf(call, kind, id);
  const owner = record?.ownerId === 'AWS' ? 'aws' : call.accountId;
  return {
    resource: arnOf(call.region, owner, kind.type, id),
    context: record ? contextOf(call, kind, record) : {},
  };
}

/** `aws:RequestTag/…` and `aws:TagKeys`. */
export function requestTags(tags: ReadonlyMap<string, string>): ConditionContext {
  return {
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value])),
    ...(tags.size === 0 ? {} : { 'aws:tagkeys': [...tags.keys()] }),
  };
}

/** The object with this id of any kind, for the tag actions. */
export function neededOfAnyKind(call: Call, id: string): Needed {
  const kind = kindOf(id);
  return kind
    ? needed(call, kind, id)
    : { resource: arnOf(call.region, call.accountId, '*', id), context: {} };
}

function recordOf(call: Call, kind: Kind, id: string): Owned | undefined {
  const table = Object.values(call.world).find((candidate) => candidate.kind === kind);
  return table?.peek(call, id);
}

function contextOf(call: Call, kind: Kind, record: Owned): ConditionContext {
  return { ...resourceTags(tagsSeenBy(call, record)), ...ownKeys(kind, record), ...vpcKeys(record) };
}

/** The tags of an object as this account sees them. */
function tagsSeenBy(call: Call, record: Owned): ReadonlyMap<string, string> {
  if (!('tagsBySide' in record)) return record.tags;
  const pcx = call.world.vpcPeeringConnections.get(record.id);
  return pcx?.tagsBySide.get(`${call.accountId}/${call.region}`) ?? new Map();
}

function resourceTags(tags: ReadonlyMap<string, string>): ConditionContext {
  return Object.fromEntries(
    [...tags].flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      [`ec2:resourcetag/${key.toLowerCase()}`, value],
    ]),
  );
}

const ID_KEYS: ReadonlyMap<Kind, string> = new Map<Kind, string>([
  [KINDS.vpc, 'ec2:vpcid'],
  [KINDS.subnet, 'ec2:subnetid'],
  [KINDS.routeTable, 'ec2:routetableid'],
  [KINDS.securityGroup, 'ec2:securitygroupid'],
  [KINDS.networkAcl, 'ec2:networkaclid'],
  [KINDS.networkInterface, 'ec2:networkinterfaceid'],
  [KINDS.internetGateway, 'ec2:internetgatewayid'],
  [KINDS.vpcPeeringConnection, 'ec2:vpcpeeringconnectionid'],
]);

function ownKeys(kind: Kind, record: Owned): ConditionContext {
  const key = ID_KEYS.get(kind);
  return {
    ...(key === undefined ? {} : { [key]: record.id }),
    ...('tenancy' in record ? { 'ec2:tenancy': String(record.tenancy) } : {}),
    ...('zone' in record ? { 'ec2:availabilityzone': String(record.zone) } : {}),
    ...(isPeering(record)
      ? { 'ec2:requestervpc': vpcArn(record.requester), 'ec2:acceptervpc': vpcArn(record.accepter) }
      : {}),
  };
}

/** `ec2:Vpc` and `ec2:Subnet` hold ARNs. */
function vpcKeys(record: Owned): ConditionContext {
  const { region, ownerId } = record;
  const vpcId = 'vpcId' in record ? record.vpcId : undefined;
  const subnetId = 'subnetId' in record ? record.subnetId : undefined;
  return {
    ...(typeof vpcId === 'string' ? { 'ec2:vpc': arnOf(region, ownerId, 'vpc', vpcId) } : {}),
    ...(typeof subnetId === 'string' ? { 'ec2:subnet': arnOf(region, ownerId, 'subnet', subnetId) } : {}),
  };
}

function isPeering(record: Owned): record is Owned & { requester: PeeringParty; accepter: PeeringParty } {
  return 'requester' in record && 'accepter' in record;
}

/** The ARN of a peering's side, which may be another account's and another region's VPC. */
export function vpcArn({ region, ownerId, vpcId }: PeeringParty): string {
  return arnOf(region, ownerId, 'vpc', vpcId);
}
