import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { fieldOf } from '../contract/helpers/recordings.js';
import { type Ended, installed, run } from './helpers/programs.js';

let sandbox: Sandbox;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dfcloud-aws-cli-'));
  sandbox = await startSandbox({ timings: { peeringRequestMs: 0, peeringProvisioningMs: 0 } });
});
afterAll(async () => {
  await sandbox?.close();
  rmSync(home, { recursive: true, force: true });
});

/** Calls the command line with nothing of this machine's configuration. */
function aws(args: string, account?: string): Promise<Ended> {
  const key = account === undefined ? {} : { AWS_ACCESS_KEY_ID: account };
  return run('aws', ['--region', 'us-east-1', '--output', 'json', ...args.split(' ')], {
    ...sandbox.env,
    ...key,
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  });
}

/** The value at a path such as `Vpc.VpcId` in what a call printed. */
async function ec2(args: string, path = '', account?: string): Promise<unknown> {
  const { code, stdout, stderr } = await aws(`ec2 ${args}`, account);
  expect(code, `aws ec2 ${args}\n${stderr}`).toBe(0);
  const printed: unknown = stdout.trim() === '' ? {} : JSON.parse(stdout);
  return path.split('.').reduce<unknown>((value, key) => (key === '' ? value : fieldOf(value, key)), printed);
}

describe.skipIf(!installed('aws', 'awscli'))('the aws command line against the double', () => {
  const OTHER = '999988887777';
  let vpc: unknown;
  let group: unknown;
  let table: unknown;
  let pcx: unknown;

  it('is told who it is', async () => {
    const { stdout } = await aws('sts get-caller-identity');
    expect(JSON.parse(stdout)).toMatchObject({ Account: sandbox.aws.defaultAccountId });
  });

  it('makes a VPC with subnet, table and group', async () => {
    vpc = await ec2('create-vpc --cidr-block 10.1.0.0/16', 'Vpc.VpcId');
    const [subnet, madeTable, madeGroup] = await Promise.all([
      ec2(`create-subnet --vpc-id ${vpc} --cidr-block 10.1.1.0/24`, 'Subnet.SubnetId'),
      ec2(`create-route-table --vpc-id ${vpc}`, 'RouteTable.RouteTableId'),
      ec2(`create-security-group --group-name app --description app --vpc-id ${vpc}`, 'GroupId'),
    ]);
    table = madeTable;
    group = madeGroup;
    await Promise.all([
      ec2(`associate-route-table --route-table-id ${table} --subnet-id ${subnet}`),
      ec2(`modify-vpc-attribute --vpc-id ${vpc} --enable-dns-hostnames Value=true`),
      ec2(`create-tags --resources ${vpc} ${subnet} --tags Key=Name,Value=app`),
    ]);
    const tagged = await ec2('describe-subnets --filters Name=tag:Name,Values=ap?', 'Subnets');
    expect(tagged).toMatchObject([{ SubnetId: subnet, VpcId: vpc }]);
  });

  it('accepts a peering and routes to it', async () => {
    const other = await ec2('create-vpc --cidr-block 192.168.0.0/16', 'Vpc.VpcId', OTHER);
    const request = `create-vpc-peering-connection --vpc-id ${other} --peer-vpc-id ${vpc} --peer-owner-id ${sandbox.aws.defaultAccountId}`;
    pcx = await ec2(request, 'VpcPeeringConnection.VpcPeeringConnectionId', OTHER);
    const pending = 'describe-vpc-peering-connections --filters Name=status-code,Values=pending-acceptance';
    expect(await ec2(pending, 'VpcPeeringConnections')).toMatchObject([{ VpcPeeringConnectionId: pcx }]);
    const status = await ec2(
      `accept-vpc-peering-connection --vpc-peering-connection-id ${pcx}`,
      'VpcPeeringConnection.Status.Code',
    );
    expect(status).toBe('provisioning');
    const route = `--route-table-id ${table} --destination-cidr-block 192.168.0.0/16`;
    expect(await ec2(`create-route ${route} --vpc-peering-connection-id ${pcx}`, 'Return')).toBe(true);
    const routes = await ec2(`describe-route-tables --route-table-ids ${table}`, 'RouteTables');
    expect(routes).toMatchObject([
      { Routes: [{ GatewayId: 'local' }, { VpcPeeringConnectionId: pcx, State: 'active' }] },
    ]);
  });

  it('opens a group, with its own short form too', async () => {
    const peer = '--protocol tcp --port 6379 --cidr 192.168.0.0/16';
    await ec2(`authorize-security-group-ingress --group-id ${group} ${peer}`);
    await ec2(
      `authorize-security-group-egress --group-id ${group} --ip-permissions IpProtocol=tcp,FromPort=6379,ToPort=6379,IpRanges=[{CidrIp=192.168.0.0/16}]`,
    );
    const rules = await ec2(
      `describe-security-group-rules --filters Name=group-id,Values=${group}`,
      'SecurityGroupRules',
    );
    expect(rules).toMatchObject([
      { IsEgress: true, IpProtocol: '-1' },
      { IsEgress: false, FromPort: 6379, CidrIpv4: '192.168.0.0/16' },
      { IsEgress: true, FromPort: 6379, CidrIpv4: '192.168.0.0/16' },
    ]);
  });

  it('shows refusals in its own words', async () => {
    const again = `ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 6379 --cidr 192.168.0.0/16`;
    const [duplicate, unknown, dry] = await Promise.all([
      aws(again),
      aws('ec2 describe-vpcs --vpc-ids vpc-12345678'),
      aws(`ec2 delete-vpc --vpc-id ${vpc} --dry-run`),
    ]);
    expect(duplicate.stderr).toContain(
      'An error occurred (InvalidPermission.Duplicate) when calling the AuthorizeSecurityGroupIngress operation: the specified rule "peer: 192.168.0.0/16, TCP, from port: 6379, to port: 6379, ALLOW" already exists',
    );
    expect(unknown.stderr).toContain('(InvalidVpcID.NotFound) when calling the DescribeVpcs operation');
    expect(dry.stderr).toContain('(DryRunOperation)');
    for (const { code } of [duplicate, unknown, dry]) expect(code).toBeGreaterThan(0);
  });

  it('pages through what there is', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => ec2(`create-route-table --vpc-id ${vpc}`)));
    const tables = await ec2('describe-route-tables --page-size 5', 'RouteTables');
    // The main one, the one with a subnet, and five more.
    expect(tables).toHaveLength(7);
  });

  it('takes it all down again', async () => {
    await ec2(`delete-route --route-table-id ${table} --destination-cidr-block 192.168.0.0/16`);
    await ec2(`delete-vpc-peering-connection --vpc-peering-connection-id ${pcx}`);
    const status = await ec2(
      `describe-vpc-peering-connections --vpc-peering-connection-ids ${pcx}`,
      'VpcPeeringConnections',
    );
    expect(status).toMatchObject([{ Status: { Code: 'deleted' } }]);
    await ec2(`delete-security-group --group-id ${group}`);
    expect((await aws(`ec2 delete-vpc --vpc-id ${vpc}`)).stderr).toContain('(DependencyViolation)');
  });
});
