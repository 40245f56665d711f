import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AwsAcceptorOptions } from '../../../aws/index.js';
import { several, withEnv } from '../../flags.js';
import { loadAws } from '../../library.js';
import type { CloudCommands } from './cloud.js';

interface AwsFlags {
  readonly vpc: string;
  readonly region: string;
  readonly securityGroup?: readonly string[];
  readonly ingress?: boolean;
  readonly routeTable?: readonly string[];
  readonly routeTables?: 'all' | 'main';
  readonly subnet?: readonly string[];
  readonly include?: readonly string[];
  readonly dnsResolution?: boolean;
  readonly tag?: Readonly<Record<string, string>>;
  readonly onConflict?: 'fail' | 'replace';
  readonly profile?: string;
  readonly roleArn?: string;
  readonly endpoint?: string;
}

/** The customer's side on AWS. */
export const AWS: CloudCommands<AwsFlags> = {
  provider: 'aws',
  title: 'AWS',
  example: '--vpc "$VPC_ID" --region us-east-1',
  flagOfOption: {
    vpcId: '--vpc',
    region: '--region',
    securityGroupIds: '--security-group',
    routeTables: '--route-tables',
    include: '--include',
    tags: '--tag',
    profile: '--profile',
    roleArn: '--role-arn',
    endpoint: '--endpoint',
  },
  addFlags: addAwsFlags,
  async acceptor(flags) {
    const { AwsAcceptor } = await loadAws();
    return new AwsAcceptor(optionsOf(flags));
  },
};

function addAwsFlags(command: Command): void {
  command
    .requiredOption('--vpc <id>', 'your VPC, vpc-…')
    .addOption(
      withEnv(new Option('--region <region>', "your VPC's region").makeOptionMandatory(), 'AWS_REGION'),
    )
    .addOption(
      new Option('--security-group <id>', 'a group that is to allow port 6379; repeatable').argParser(
        several,
      ),
    )
    .option('--no-ingress', 'leave out the inbound rule, which clients that open connections do not need')
    .addOption(
      new Option(
        '--route-tables <which>',
        'all that subnets use, or the main one only (default: all)',
      ).choices(['all', 'main']),
    )
    .addOption(new Option('--route-table <id>', 'only this route table; repeatable').argParser(several))
    .addOption(
      new Option('--subnet <id>', 'only the route table of this subnet; repeatable').argParser(several),
    )
    .addOption(
      new Option('--include <rtb>', 'route past the firewall or gateway of this table; repeatable').argParser(
        several,
      ),
    )
    .option('--dns-resolution', 'let names of your instances resolve to private addresses')
    .addOption(new Option('--tag <key=value>', 'a tag for what is made; repeatable').argParser(tag))
    .addOption(
      new Option('--on-conflict <what>', 'for a live route that leads elsewhere (default: fail)').choices([
        'fail',
        'replace',
      ]),
    )
    .option('--profile <name>', "a profile of AWS's shared configuration")
    .option('--role-arn <arn>', 'a role to take on')
    .option('--endpoint <url>', 'the URL of EC2, for tests');
}

function optionsOf(flags: AwsFlags): AwsAcceptorOptions {
  const {
    vpc: vpcId,
    region,
    securityGroup: securityGroupIds,
    tag: tags,
    subnet,
    routeTable,
    ...rest
  } = flags;
  const { ingress, routeTables, include, dnsResolution, onConflict, profile, roleArn, endpoint } = rest;
  const chosen = subnet ? { subnetIds: subnet } : routeTable ? { ids: routeTable } : routeTables;
  return {
    vpcId,
    region,
    securityGroupIds,
    ingress,
    routeTables: chosen,
    include,
    dnsResolution,
    tags,
    onConflict,
    profile,
    roleArn,
    endpoint,
  };
}

function tag(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be key=value.');
  return { ...before, [key]: value };
}
