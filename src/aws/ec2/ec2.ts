import type { Cidr } from '../../path/cidr.js';
import type {
  GroupRule,
  NetworkAcl,
  NetworkInterface,
  NewGroupRule,
  RouteTable,
  SecurityGroup,
  Subnet,
  Tags,
  Vpc,
  VpcPeering,
} from './model.js';

/** Ids, at least one: EC2 takes an empty list of ids for "all of them". */
export type Ids = readonly [string, ...string[]];

/** Which peerings to list: those of one pair of VPCs, or all that one VPC takes part in on one side. */
export interface PeeringFilter {
  readonly requester?: { readonly accountId?: string; readonly vpcId: string };
  readonly accepter?: { readonly vpcId: string };
}

/** Which rules of security groups to list. */
export type GroupRuleFilter =
  | { readonly groupIds: Ids }
  | { readonly tag: { readonly key: string; readonly value: string } };

/**
 * The calls of EC2 that dfcloud makes, and no others. Lists come whole, whatever the number of pages. Every call throws
 * `CloudRefusedError`, `NetworkError` or `AbortedError`.
 */
export interface Ec2 {
  /** The URL that the calls go to. */
  endpoint(): Promise<string>;

  vpc(id: string, signal?: AbortSignal): Promise<Vpc>;
  vpcs(ids: Ids, signal?: AbortSignal): Promise<Vpc[]>;
  vpcAttribute(
    id: string,
    attribute: 'enableDnsSupport' | 'enableDnsHostnames',
    signal?: AbortSignal,
  ): Promise<boolean>;
  subnets(vpcId: string, signal?: AbortSignal): Promise<Subnet[]>;
  routeTables(vpcId: string, signal?: AbortSignal): Promise<RouteTable[]>;
  peeringsById(ids: Ids, signal?: AbortSignal): Promise<VpcPeering[]>;
  peerings(filter: PeeringFilter, signal?: AbortSignal): Promise<VpcPeering[]>;
  securityGroups(ids: Ids, signal?: AbortSignal): Promise<SecurityGroup[]>;
  groupRules(filter: GroupRuleFilter, signal?: AbortSignal): Promise<GroupRule[]>;
  networkAcls(vpcId: string, signal?: AbortSignal): Promise<NetworkAcl[]>;
  networkInterfaces(vpcId: string, signal?: AbortSignal): Promise<NetworkInterface[]>;
  prefixListEntries(id: string, signal?: AbortSignal): Promise<Cidr[]>;

  acceptPeering(id: string, signal?: AbortSignal): Promise<void>;
  deletePeering(id: string, signal?: AbortSignal): Promise<void>;
  resolvePrivately(peeringId: string, signal?: AbortSignal): Promise<void>;
  createRoute(route: PeeringRoute, signal?: AbortSignal): Promise<void>;
  replaceRoute(route: PeeringRoute, signal?: AbortSignal): Promise<void>;
  deleteRoute(route: Omit<PeeringRoute, 'peeringId'>, signal?: AbortSignal): Promise<void>;
  createGroupRule(rule: NewGroupRule, signal?: AbortSignal): Promise<void>;
  deleteGroupRules(
    group: { readonly id: string; readonly egress: boolean },
    ids: Ids,
    signal?: AbortSignal,
  ): Promise<void>;
  tag(id: string, tags: Tags, signal?: AbortSignal): Promise<void>;
}

/** A route to a peering. */
export interface PeeringRoute {
  readonly tableId: string;
  readonly destination: Cidr;
  readonly peeringId: string;
}
