import { describe, expect, it } from 'vitest';
import * as translate from '../../../src/aws/ec2/translate.js';

describe('answers of EC2', () => {
  it('may lack every list', () => {
    expect(translate.toRouteTable({})).toEqual({
      id: '',
      main: false,
      subnetIds: [],
      gatewayIds: [],
      routes: [],
    });
    expect(translate.toVpc({})).toEqual({ id: '', ownerId: '', cidrs: [] });
    expect(translate.toNetworkAcl({})).toEqual({ id: '', subnetIds: [], entries: [] });
    expect(translate.toPeering({})).toMatchObject({
      id: '',
      status: 'unknown',
      requester: { cidrs: [] },
      tags: {},
    });
  });

  it('drop the host bits that a user once typed', () => {
    expect(String(translate.blockOf('100.68.0.18/18'))).toBe('100.68.0.0/18');
    expect(translate.blockOf('nonsense')).toBeUndefined();
  });

  it.each([
    [{ VpcPeeringConnectionId: 'pcx-1' }, 'peering'],
    [{ GatewayId: 'local' }, 'local'],
    [{ GatewayId: 'igw-1' }, 'gateway'],
    [{ GatewayId: 'vpce-1' }, 'endpoint'],
    [{ TransitGatewayId: 'tgw-1' }, 'transit-gateway'],
    [{ NatGatewayId: 'nat-1' }, 'gateway'],
    [{ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }, 'interface'],
    [{ EgressOnlyInternetGatewayId: 'eigw-1' }, 'gateway'],
    [{ CoreNetworkArn: 'arn:core' }, 'gateway'],
    [{ IpAddress: '10.0.0.9' }, 'next-hop'],
    [{}, 'unknown'],
  ])('tell the target %j as %s', (target, kind) => {
    const { routes } = translate.toRouteTable({ Routes: [{ DestinationCidrBlock: '0.0.0.0/0', ...target }] });
    expect(routes[0]?.target.kind).toBe(kind);
  });

  it('count only blocks that are in use', () => {
    const block = (CidrBlock: string, State: 'associated' | 'disassociated') => ({
      CidrBlock,
      CidrBlockState: { State },
    });
    const { cidrs } = translate.toVpc({
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: [block('10.0.0.0/16', 'associated'), block('10.1.0.0/16', 'disassociated')],
    });
    expect(cidrs.map(String)).toEqual(['10.0.0.0/16']);
  });

  it('sort the entries of a network ACL', () => {
    const entry = (RuleNumber: number) => ({
      RuleNumber,
      CidrBlock: '0.0.0.0/0',
      Protocol: '-1',
      RuleAction: 'allow' as const,
    });
    const { entries } = translate.toNetworkAcl({ Entries: [entry(32_767), entry(100), entry(50)] });
    expect(entries.map(({ number }) => number)).toEqual([50, 100, 32_767]);
  });

  it('have no ports for all protocols', () => {
    expect(translate.toGroupRule({ IpProtocol: '-1', FromPort: -1, ToPort: -1 })).not.toHaveProperty('ports');
    expect(translate.toGroupRule({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }).ports).toEqual({
      from: 0,
      to: 65_535,
    });
  });

  it('leave out interfaces without a group', () => {
    expect(translate.toNetworkInterface({ NetworkInterfaceId: 'eni-1', SubnetId: 'subnet-1' })).toEqual([]);
  });
});
