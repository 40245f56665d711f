import {
  CreateManagedPrefixListCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  DeleteVpcPeeringConnectionCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsAcceptor, type AwsAcceptorOptions } from '../../src/aws/index.js';
import type { IamPolicyDocument } from '../../src/sandbox/index.js';
import { Stage, type TestVpc } from './helpers/stage.js';

const VPC = { region: 'us-east-1', vpcId: 'vpc-0a1b2c3d4e5f67890' };

describe('the permissions of a run', () => {
  it('needs no AWS and no SDK without a plan', async () => {
    const { permissions, document } = await new AwsAcceptor(VPC).requiredPermissions('apply');
    const conditional = permissions.filter(({ when }) => when !== 'always');
    expect(conditional.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['ec2:CreateRoute', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:ReplaceRoute']),
    );
    expect(conditional.every(({ when }) => when.startsWith('when '))).toBe(true);
    expect(JSON.stringify(document)).toContain('arn:aws:ec2:us-east-1:*:vpc/vpc-0a1b2c3d4e5f67890');
  });

  it('asks for reads only to plan and to verify', async () => {
    for (const verb of ['plan', 'verify'] as const) {
      const { permissions } = await new AwsAcceptor(VPC).requiredPermissions(verb);
      expect(permissions.filter(({ action }) => !/:(Describe|Get)/.test(action))).toEqual([]);
    }
  });

  it("writes ARNs in the region's own partition", async () => {
    const acceptor = new AwsAcceptor({ ...VPC, region: 'cn-north-1' });
    const { document } = await acceptor.requiredPermissions('apply');
    expect(JSON.stringify(document)).toContain('arn:aws-cn:ec2:cn-north-1');
    expect(JSON.stringify(document)).not.toContain('arn:aws:');
  });
});

describe('the policy of a plan, enforced', () => {
  let stage: Stage;
  let vpc: TestVpc;
  let networkId: string;
  beforeEach(async () => {
    stage = await Stage.open();
    networkId = await stage.network();
    vpc = await stage.vpc();
  });
  afterEach(() => stage[Symbol.asyncDispose]());
  const run = () => ({ networkId, name: 'orders' });

  /** A VPC in which a run needs every permission there is. */
  async function everything(): Promise<Partial<AwsAcceptorOptions>> {
    const group = await vpc.group();
    const open = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await stage.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [open] }));
    await stage.ec2.send(
      new ModifyVpcAttributeCommand({ VpcId: vpc.id, EnableDnsHostnames: { Value: true } }),
    );
    const table = await vpc.table(await vpc.subnet('10.0.1.0/24'));
    await staleRoute(stage, vpc, table, networkId);
    await listedRoute(stage, vpc, await vpc.mainTable());
    return { securityGroupIds: [group], dnsResolution: true };
  }

  it('lets the whole run pass', async () => {
    const options = await everything();
    const acceptor = stage.acceptor(vpc, options);
    const plan = await stage.df.peering.plan(acceptor, run());
    const { permissions, document } = await acceptor.requiredPermissions('apply', plan);
    expect(permissions.map(({ action }) => action)).toContain('ec2:ReplaceRoute');
    stage.sandbox.aws.policy(stage.accountId, policyOf(document));
    const { actions } = await stage.df.peering.apply(acceptor, { ...run(), plan });
    expect(actions).toEqual(plan.actions);

    stage.sandbox.aws.policy(stage.accountId, null);
    const standing = await stage.df.peering.plan(acceptor, run());
    const removal = await acceptor.requiredPermissions('destroy', standing);
    stage.sandbox.aws.policy(stage.accountId, policyOf(removal.document));
    const { left } = await stage.df.peering.destroy(acceptor, run());
    expect(left).toEqual([]);
  });

  it('fails without any one of them, naming it', async () => {
    const options = await everything();
    const acceptor = stage.acceptor(vpc, options);
    const plan = await stage.df.peering.plan(acceptor, run());
    const { permissions, document } = await acceptor.requiredPermissions('apply', plan);
    const actions = permissions.map(({ action }) => action);
    // The removal after each run takes the stale route along, so what replaces it comes first.
    const ordered = [...new Set(['ec2:ReplaceRoute', ...actions])];
    for (const action of ordered) {
      stage.sandbox.aws.policy(stage.accountId, without(policyOf(document), action));
      const failure = await stage.df.peering.apply(acceptor, run()).catch((error: unknown) => error);
      expect(failure, action).toBeInstanceOf(Error);
      expect(String(failure), action).toContain(action);
      stage.sandbox.aws.policy(stage.accountId, null);
      await stage.df.peering.destroy(acceptor, run());
    }
    expect(ordered).toHaveLength(actions.length);
    expect(actions.length).toBeGreaterThanOrEqual(14);
  });

  it('allows nothing on other VPCs and peerings', async () => {
    const acceptor = stage.acceptor(vpc);
    const plan = await stage.df.peering.plan(acceptor, run());
    const { document } = await acceptor.requiredPermissions('apply', plan);
    const other = await stage.vpc('10.9.0.0/16', ['10.9.0.0/24']);
    stage.sandbox.aws.policy(stage.accountId, policyOf(document));
    const failed = stage.df.peering.apply(stage.acceptor(other), run());
    await expect(failed).rejects.toMatchObject({ code: 'cloud_refused' });
  });

  it('is pinned to the VPC, the peering and the groups', async () => {
    const acceptor = stage.acceptor(vpc, { securityGroupIds: [await vpc.group()] });
    const plan = await stage.df.peering.plan(acceptor, run());
    const { document } = await acceptor.requiredPermissions('apply', plan);
    const { accountId, resourceId } = plan.remote;
    const ours = `arn:aws:ec2:us-east-1:${stage.accountId}`;
    const pair = {
      ArnEquals: {
        'ec2:AccepterVpc': `${ours}:vpc/${vpc.id}`,
        'ec2:RequesterVpc': `arn:aws:ec2:us-east-1:${accountId}:vpc/${resourceId}`,
      },
    };
    const ofVpc = { ArnEquals: { 'ec2:Vpc': `${ours}:vpc/${vpc.id}` } };
    const accept = ['ec2:AcceptVpcPeeringConnection'];
    const ingress = ['ec2:AuthorizeSecurityGroupIngress'];
    expect(policyOf(document).Statement).toEqual([
      expect.objectContaining({
        Sid: 'Read',
        Resource: '*',
        Condition: { StringEquals: { 'ec2:Region': 'us-east-1' } },
      }),
      { Sid: 'AcceptVpc', Effect: 'Allow', Action: accept, Resource: `${ours}:vpc/${vpc.id}` },
      {
        Sid: 'Peering',
        Effect: 'Allow',
        Action: accept,
        Resource: `${ours}:vpc-peering-connection/*`,
        Condition: pair,
      },
      {
        Sid: 'Routes',
        Effect: 'Allow',
        Action: ['ec2:CreateRoute'],
        Resource: `${ours}:route-table/*`,
        Condition: ofVpc,
      },
      {
        Sid: 'Groups',
        Effect: 'Allow',
        Action: ingress,
        Resource: `${ours}:security-group/*`,
        Condition: ofVpc,
      },
      { Sid: 'GroupRules', Effect: 'Allow', Action: ingress, Resource: `${ours}:security-group-rule/*` },
      {
        Sid: 'TagGroupRules',
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: `${ours}:security-group-rule/*`,
        Condition: { StringEquals: { 'ec2:CreateAction': ['AuthorizeSecurityGroupIngress'] } },
      },
      {
        Sid: 'TagPeering',
        Effect: 'Allow',
        Action: ['ec2:CreateTags'],
        Resource: `${ours}:vpc-peering-connection/*`,
        Condition: pair,
      },
    ]);
  });

  it('asks only for what the plan still has to do', async () => {
    const acceptor = stage.acceptor(vpc);
    await stage.df.peering.apply(acceptor, run());
    const plan = await stage.df.peering.plan(acceptor, run());
    const { permissions } = await acceptor.requiredPermissions('apply', plan);
    expect(permissions.filter(({ action }) => !/:(Describe|Get)/.test(action))).toEqual([]);
  });
});

function policyOf(document: unknown): IamPolicyDocument {
  return document as IamPolicyDocument;
}

function without({ Version, Statement }: IamPolicyDocument, action: string): IamPolicyDocument {
  const statements = [Statement].flat().map((statement) => ({
    ...statement,
    Action: [statement.Action ?? []].flat().filter((one) => one !== action),
  }));
  return { ...(Version && { Version }), Statement: statements.filter(({ Action }) => Action.length > 0) };
}

/** A route to a peering with the network that has been deleted. */
async function staleRoute(stage: Stage, vpc: TestVpc, table: string, networkId: string): Promise<void> {
  const acceptor = stage.acceptor(vpc, { routeTables: { ids: [table] } });
  const { connection } = await stage.df.peering.apply(acceptor, { networkId, name: 'stale' });
  const id = connection?.peerConnectionId ?? '';
  await stage.ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
  await stage.df.connections.delete(connection?.id ?? '');
  await stage.df.connections.waitUntilDeleted(connection?.id ?? '');
}

/** A route to a prefix list that has nothing to do with the network. */
async function listedRoute({ ec2 }: Stage, vpc: TestVpc, RouteTableId: string): Promise<void> {
  const input = {
    PrefixListName: 'other',
    AddressFamily: 'IPv4',
    MaxEntries: 5,
    Entries: [{ Cidr: '172.30.0.0/16' }],
  };
  const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(input));
  const SubnetId = await vpc.subnet('10.0.250.0/24');
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }),
  );
  const target = {
    DestinationPrefixListId: PrefixList?.PrefixListId,
    NatGatewayId: NatGateway?.NatGatewayId,
  };
  await ec2.send(new CreateRouteCommand({ RouteTableId, ...target }));
}
