import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { shellScript } from '../../src/peering/shell-script.js';
import { Stage, type TestVpc } from '../aws/helpers/stage.js';

const run = promisify(execFile);

/** The aws command line, where it is installed. */
function hasAws(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A VPC in which a plan has one of each command. */
async function scene(stage: Stage): Promise<{ vpc: TestVpc; group: string; networkId: string }> {
  const networkId = await stage.network();
  const vpc = await stage.vpc();
  const group = await vpc.group();
  const open = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await stage.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [open] }));
  return { vpc, group, networkId };
}

describe('the shell script of a plan, run', () => {
  it.runIf(hasAws())('leads to the same end as apply', { timeout: 60_000 }, async () => {
    await using scripted = await Stage.open();
    await using applied = await Stage.open();
    const name = "it's orders";
    const one = await scene(scripted);
    const two = await scene(applied);
    const groups = (group: string) => ({ securityGroupIds: [group] });
    const acceptor = scripted.acceptor(one.vpc, groups(one.group));
    const plan = await scripted.df.peering.plan(acceptor, { networkId: one.networkId, name });
    const env = {
      ...scripted.sandbox.env,
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    await run('bash', ['-c', shellScript(plan)], { env });
    const other = applied.acceptor(two.vpc, groups(two.group));
    await applied.df.peering.apply(other, { networkId: two.networkId, name });

    // Equal seeds give equal ids; times and rule descriptions are not part of what is compared.
    const end = (stage: Stage) =>
      JSON.stringify(stage.sandbox.world(), (key, value: unknown) =>
        /At$|AtMs$|^created|expir|escription|equester_?id/i.test(key) ? undefined : value,
      );
    expect(end(scripted)).toBe(end(applied));
    scripted.sandbox.clearRequests();
    const again = await scripted.df.peering.apply(acceptor, { networkId: one.networkId, name });
    expect(again.actions).toEqual([]);
  });
});
