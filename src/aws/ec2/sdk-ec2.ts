import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Cidr } from '../../path/cidr.js';
import type { Ec2, GroupRuleFilter, Ids, PeeringFilter, PeeringRoute } from './ec2.js';
import type { Sdk } from './load-sdk.js';
import type * as model from './model.js';
import { allPages } from './pages.js';
import { asCloudError } from './refusal.js';
import * as translate from './translate.js';

/** EC2 through the AWS SDK. Paging is our own: the SDK's paginators throw away which call failed. */
export class SdkEc2 implements Ec2 {
  readonly #sdk: Sdk;
  readonly #client: EC2Client;
  readonly #endpoint: string;

  constructor(sdk: Sdk, client: EC2Client, endpoint: string) {
    this.#sdk = sdk;
    this.#client = client;
    this.#endpoint = endpoint;
  }

  async endpoint(): Promise<string> {
    return this.#endpoint;
  }

  async vpc(id: string, signal?: AbortSignal): Promise<model.Vpc> {
    const [vpc] = await this.vpcs([id], signal);
    return vpc ?? { id, ownerId: '', cidrs: [] };
  }

  async vpcs(ids: Ids, signal?: AbortSignal): Promise<model.Vpc[]> {
    const command = new this.#sdk.DescribeVpcsCommand({ VpcIds: [...ids] });
    const { Vpcs } = await this.#call('DescribeVpcs', signal, (o) => this.#client.send(command, o));
    return (Vpcs ?? []).map(translate.toVpc);
  }

  async vpcAttribute(
    VpcId: string,
    Attribute: 'enableDnsSupport' | 'enableDnsHostnames',
    signal?: AbortSignal,
  ): Promise<boolean> {
    const command = new this.#sdk.DescribeVpcAttributeCommand({ VpcId, Attribute });
    const answer = await this.#call('DescribeVpcAttribute', signal, (o) => this.#client.send(command, o));
    return (answer.EnableDnsSupport ?? answer.EnableDnsHostnames)?.Value === true;
  }

  subnets(vpcId: string, signal?: AbortSignal): Promise<model.Subnet[]> {
    return allPages(async (NextToken) => {
      const command = new this.#sdk.DescribeSubnetsCommand({ ...ofVpc(vpcId), ...PAGE, NextToken });
      const answer = await this.#call('DescribeSubnets', signal, (o) => this.#client.send(command, o));
      return [(answer.Subnets ?? []).map(translate.toSubnet), answer.NextToken];
    });
  }

  routeTables(vpcId: string, signal?: AbortSignal): Promise<model.RouteTable[]> {
    return allPages(async (NextToken) => {
      const input = { ...ofVpc(vpcId), MaxResults: 100, NextToken };
      const command = new this.#sdk.DescribeRouteTablesCommand(input);
      const answer = await this.#call('DescribeRouteTables', signal, (o) => this.#client.send(command, o));
      return [(answer.RouteTables ?? []).map(translate.toRouteTable), answer.NextToken];
    });
  }

  async peeringsById(ids: Ids, signal?: AbortSignal): Promise<model.VpcPeering[]> {
    const command = new this.#sdk.DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [...ids] });
    const send = (o: Options) => this.#client.send(command, o);
    const answer = await this.#call('DescribeVpcPeeringConnections', signal, send);
    return (answer.VpcPeeringConnections ?? []).map(translate.toPeering);
  }

  peerings(filter: PeeringFilter, signal?: AbortSignal): Promise<model.VpcPeering[]> {
    const Filters = filters({
      'requester-vpc-info.owner-id': filter.requester?.accountId,
      'requester-vpc-info.vpc-id': filter.requester?.vpcId,
      'accepter-vpc-info.vpc-id': filter.accepter?.vpcId,
    });
    return allPages(async (NextToken) => {
      const command = new this.#sdk.DescribeVpcPeeringConnectionsCommand({ Filters, ...PAGE, NextToken });
      const send = (o: Options) => this.#client.send(command, o);
      const answer = await this.#call('DescribeVpcPeeringConnections', signal, send);
      return [(answer.VpcPeeringConnections ?? []).map(translate.toPeering), answer.NextToken];
    });
  }

  async securityGroups(ids: Ids, signal?: AbortSignal): Promise<model.SecurityGroup[]> {
    const command = new this.#sdk.DescribeSecurityGroupsCommand({ GroupIds: [...ids] });
    const answer = await this.#call('DescribeSecurityGroups', signal, (o) => this.#client.send(command, o));
    return (answer.SecurityGroups ?? []).map(translate.toSecurityGroup);
  }

  async groupRules(filter: GroupRuleFilter, signal?: AbortSignal): Promise<model.GroupRule[]> {
    const values = 'tag' in filter ? [filter.tag.value] : filter.groupIds;
    const Name = 'tag' in filter ? `tag:${filter.tag.key}` : 'group-id';
    const parts = await Promise.all(
      chunks(values, FILTER_VALUES).map((Values) =>
        allPages<model.GroupRule>(async (NextToken) => {
          const input = { Filters: [{ Name, Values }], ...PAGE, NextToken };
          const command = new this.#sdk.DescribeSecurityGroupRulesCommand(input);
          const send = (o: Options) => this.#client.send(command, o);
          const answer = await this.#call('DescribeSecurityGroupRules', signal, send);
          return [(answer.SecurityGroupRules ?? []).map(translate.toGroupRule), answer.NextToken];
        }),
      ),
    );
    return parts.flat();
  }

  networkAcls(vpcId: string, signal?: AbortSignal): Promise<model.NetworkAcl[]> {
    return allPages(async (NextToken) => {
      const command = new this.#sdk.DescribeNetworkAclsCommand({ ...ofVpc(vpcId), ...PAGE, NextToken });
      const answer = await this.#call('DescribeNetworkAcls', signal, (o) => this.#client.send(command, o));
      return [(answer.NetworkAcls ?? []).map(translate.toNetworkAcl), answer.NextToken];
    });
  }

  networkInterfaces(vpcId: string, signal?: AbortSignal): Promise<model.NetworkInterface[]> {
    return allPages(async (NextToken) => {
      const input = { ...ofVpc(vpcId), ...PAGE, NextToken };
      const command = new this.#sdk.DescribeNetworkInterfacesCommand(input);
      const send = (o: Options) => this.#client.send(command, o);
      const answer = await this.#call('DescribeNetworkInterfaces', signal, send);
      return [(answer.NetworkInterfaces ?? []).flatMap(translate.toNetworkInterface), answer.NextToken];
    });
  }

  prefixListEntries(PrefixListId: string, signal?: AbortSignal): Promise<Cidr[]> {
    return allPages(async (NextToken) => {
      const input = { PrefixListId, MaxResults: 100, NextToken };
      const command = new this.#sdk.GetManagedPrefixListEntriesCommand(input);
      const send = (o: Options) => this.#client.send(command, o);
      const answer = await this.#call('GetManagedPrefixListEntries', signal, send);
      return [translate.blocksOf((answer.Entries ?? []).map(({ Cidr }) => Cidr)), answer.NextToken];
    });
  }

  async acceptPeering(VpcPeeringConnectionId: string, signal?: AbortSignal): Promise<void> {
    const command = new this.#sdk.AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId });
    await this.#call('AcceptVpcPeeringConnection', signal, (o) => this.#client.send(command, o));
  }

  async deletePeering(VpcPeeringConnectionId: string, signal?: AbortSignal): Promise<void> {
    const command = new this.#sdk.DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId });
    await this.#call('DeleteVpcPeeringConnection', signal, (o) => this.#client.send(command, o));
  }

  async resolvePrivately(VpcPeeringConnectionId: string, signal?: AbortSignal): Promise<void> {
    const AccepterPeeringConnectionOptions = { AllowDnsResolutionFromRemoteVpc: true };
    const input = { VpcPeeringConnectionId, AccepterPeeringConnectionOptions };
    const command = new this.#sdk.ModifyVpcPeeringConnectionOptionsCommand(input);
    await this.#call('ModifyVpcPeeringConnectionOptions', signal, (o) => this.#client.send(command, o));
  }

  async createRoute(route: PeeringRoute, signal?: AbortSignal): Promise<void> {
    const command = new this.#sdk.CreateRouteCommand(routeInput(route));
    await this.#call('CreateRoute', signal, (o) => this.#client.send(command, o));
  }

  async replaceRoute(route: PeeringRoute, signal?: AbortSignal): Promise<void> {
    const command = new this.#sdk.ReplaceRouteCommand(routeInput(route));
    await this.#call('ReplaceRoute', signal, (o) => this.#client.send(command, o));
  }

  async deleteRoute(route: Omit<PeeringRoute, 'peeringId'>, signal?: AbortSignal): Promise<void> {
    const input = { RouteTableId: route.tableId, ...destinationOf(route.destination) };
    const command = new this.#sdk.DeleteRouteCommand(input);
    await this.#call('DeleteRoute', signal, (o) => this.#client.send(command, o));
  }

  async createGroupRule(rule: model.NewGroupRule, signal?: AbortSignal): Promise<void> {
    const range = { CidrIp: String(rule.cidr), Description: rule.description };
    const ports = { IpProtocol: 'tcp', FromPort: rule.port, ToPort: rule.port };
    const Tags = tagList(rule.tags);
    const input = {
      GroupId: rule.groupId,
      // One permission per call: whether EC2 takes back the first when the second is refused is not documented.
      IpPermissions: [{ ...ports, IpRanges: [range] }],
      TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }],
    };
    if (rule.egress) {
      const command = new this.#sdk.AuthorizeSecurityGroupEgressCommand(input);
      await this.#call('AuthorizeSecurityGroupEgress', signal, (o) => this.#client.send(command, o));
    } else {
      const command = new this.#sdk.AuthorizeSecurityGroupIngressCommand(input);
      await this.#call('AuthorizeSecurityGroupIngress', signal, (o) => this.#client.send(command, o));
    }
  }

  async deleteGroupRules(
    { id, egress }: { readonly id: string; readonly egress: boolean },
    ids: Ids,
    signal?: AbortSignal,
  ): Promise<void> {
    const input = { GroupId: id, SecurityGroupRuleIds: [...ids] };
    if (egress) {
      const command = new this.#sdk.RevokeSecurityGroupEgressCommand(input);
      await this.#call('RevokeSecurityGroupEgress', signal, (o) => this.#client.send(command, o));
    } else {
      const command = new this.#sdk.RevokeSecurityGroupIngressCommand(input);
      await this.#call('RevokeSecurityGroupIngress', signal, (o) => this.#client.send(command, o));
    }
  }

  async tag(id: string, tags: model.Tags, signal?: AbortSignal): Promise<void> {
    const command = new this.#sdk.CreateTagsCommand({ Resources: [id], Tags: tagList(tags) });
    await this.#call('CreateTags', signal, (o) => this.#client.send(command, o));
  }

  async #call<T>(
    operation: string,
    signal: AbortSignal | undefined,
    send: (options: Options) => Promise<T>,
  ): Promise<T> {
    try {
      return await send(signal ? { abortSignal: signal } : {});
    } catch (error) {
      throw asCloudError(error, { operation, endpoint: this.#endpoint, signal });
    }
  }
}

interface Options {
  readonly abortSignal?: AbortSignal;
}

const PAGE = { MaxResults: 1_000 };

/** EC2 takes at most this many values for one filter. */
const FILTER_VALUES = 200;

function ofVpc(vpcId: string): { Filters: { Name: string; Values: string[] }[] } {
  return { Filters: filters({ 'vpc-id': vpcId }) };
}

function filters(wanted: Readonly<Record<string, string | undefined>>): { Name: string; Values: string[] }[] {
  return Object.entries(wanted).flatMap(([Name, value]) =>
    value === undefined ? [] : [{ Name, Values: [value] }],
  );
}

function routeInput({ tableId, destination, peeringId }: PeeringRoute) {
  return { RouteTableId: tableId, ...destinationOf(destination), VpcPeeringConnectionId: peeringId };
}

function destinationOf(destination: Cidr) {
  const text = String(destination);
  return destination.family === 4 ? { DestinationCidrBlock: text } : { DestinationIpv6CidrBlock: text };
}

function tagList(tags: model.Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function chunks(values: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
