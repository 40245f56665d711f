import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../src/aws/preflight/run-checks.js';
import { cidr } from '../../../src/path/cidr.js';
import { GROUP, peeringFixture, REMOTE, refusal, routeFixture, ruleFixture } from '../helpers/fake-ec2.js';
import { FakeRun } from '../helpers/fake-run.js';

const check = (run: FakeRun) => runChecks({ ...run.means, remote: [REMOTE] });
const codes = async (run: FakeRun) => (await check(run)).map(({ code, severity }) => `${severity} ${code}`);
const { accepter } = peeringFixture();

describe('the checks before the first write', () => {
  it.each([
    ['pending', 'error network_not_active'],
    ['failed', 'error network_not_active'],
  ])('want an active network, not a %s one', async (status, finding) => {
    const run = new FakeRun();
    Object.assign(run.network, { status });
    expect(await codes(run)).toEqual([finding]);
  });

  it('want to know who the network is', async () => {
    const run = new FakeRun();
    Reflect.deleteProperty(run.network, 'vpc');
    expect(await codes(run)).toContain('error network_without_vpc');
  });

  it("refuse the network's own VPC", async () => {
    const run = new FakeRun();
    Object.assign(run.network, { vpc: { accountId: run.ec2.theVpc.ownerId, resourceId: run.ec2.theVpc.id } });
    expect(await codes(run)).toContain('error same_vpc');
  });

  it.each([
    [499, []],
    [500, ['warning routes_quota']],
    [1_000, ['error routes_quota']],
  ])('count %i routes of a table', async (count, findings) => {
    const run = new FakeRun();
    const routes = Array.from({ length: count }, (_, index) =>
      routeFixture(`172.${16 + Math.floor(index / 256)}.${index % 256}.0/24`, 'gateway', 'nat-1'),
    );
    run.ec2.tables = run.ec2.tables.map((table) => ({ ...table, routes }));
    expect(await codes(run)).toEqual(findings);
  });

  it.each([
    [49, []],
    [50, ['warning peerings_quota']],
    [125, ['error peerings_quota']],
  ])('count %i active peerings of the VPC', async (count, findings) => {
    const run = new FakeRun();
    run.ec2.thePeerings = Array.from({ length: count }, (_, index) =>
      peeringFixture({
        id: `pcx-${index}`,
        status: 'active',
        requester: {
          accountId: '1',
          vpcId: `vpc-${index}`,
          region: 'us-east-1',
          cidrs: [cidr('172.16.0.0/24')],
          resolvesPrivately: false,
        },
      }),
    );
    expect(await codes(run)).toEqual(findings);
  });

  it('count the rules of a group', async () => {
    const run = new FakeRun({ securityGroupIds: [GROUP] });
    run.ec2.rules = Array.from({ length: 60 }, (_, index) => ruleFixture({ id: `sgr-${index}` }));
    expect(await codes(run)).toEqual(['warning rules_quota']);
  });

  it('compare CIDRs with peerings that the VPC has asked for', async () => {
    const run = new FakeRun();
    const { requester } = peeringFixture();
    run.ec2.thePeerings = [
      peeringFixture({
        id: 'pcx-out',
        status: 'active',
        requester: { ...accepter, cidrs: [cidr('10.0.0.0/16')] },
        accepter: { ...requester, vpcId: 'vpc-partner', cidrs: [cidr('192.168.128.0/20')] },
      }),
    ];
    const [finding] = await check(run);
    expect(finding).toMatchObject({ code: 'peering_same_cidr', severity: 'warning' });
    expect(finding?.summary).toContain('vpc-partner');
  });

  it('meet one refusal once, errors first', async () => {
    const run = new FakeRun();
    Object.assign(run.network, { location: { provider: 'aws', region: 'eu-west-1' } });
    const denied = refusal('UnauthorizedOperation', 'ec2:DescribeVpcPeeringConnections');
    run.ec2.fail('peerings', denied, denied, denied);
    expect(await codes(run)).toEqual(['error permission_missing', 'info cross_region']);
  });

  it('do not take another failure for a finding', async () => {
    const run = new FakeRun();
    run.ec2.fail('subnets', refusal('InternalError'));
    await expect(check(run)).rejects.toMatchObject({ call: { cloudCode: 'InternalError' } });
  });

  it('write nothing', async () => {
    const run = new FakeRun({ securityGroupIds: [GROUP], dnsResolution: true });
    await check(run);
    expect(run.ec2.writes).toEqual([]);
  });
});
