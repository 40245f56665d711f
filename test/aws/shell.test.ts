import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { shellScript } from '../../src/peering/shell-script.js';
import { Stage, type TestVpc } from './helpers/stage.js';

const run = promisify(execFile);

/** A VPC in which a plan has one of each command. */
async function scene(stage: Stage): Promise<{ vpc: TestVpc; group: string; networkId: string }> {
  const networkId = await stage.network();
  const vpc = await stage.vpc();
  const group = await vpc.group();
  const open = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await stage.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [open] }));
  return { vpc, group, networkId };
}

describe('a plan as a shell script', () => {
  it('has one command for each action', async () => {
    await using stage = await Stage.open();
    const { vpc, group, networkId } = await scene(stage);
    const acceptor = stage.acceptor(vpc, { securityGroupIds: [group] });
    const plan = await stage.df.peering.plan(acceptor, { networkId, name: "it's orders" });
    const script = shellScript(plan);
    expect(script.match(/^(aws ec2 \S+|CONNECTION=\$\(curl)/gm)).toEqual([
      'CONNECTION=$(curl',
      'aws ec2 accept-vpc-peering-connection',
      'aws ec2 create-tags',
      'aws ec2 create-route',
      'aws ec2 authorize-security-group-egress',
      'aws ec2 authorize-security-group-ingress',
    ]);
    expect(script).not.toContain(stage.sandbox.apiKey);
    await run('bash', ['-n', '-c', script]);
  });
});
