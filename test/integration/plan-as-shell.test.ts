import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ModifyVpcAttributeCommand, RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellScript } from '../../src/index.js';
import { REGION, Stage } from '../aws/helpers/stage.js';
import { canonical, idsOf } from '../chaos/canonical.mjs';
import { dfcloud, installed } from './helpers/programs.js';

const NAME = "the team's orders";
/** The aws command line takes seconds to start on a busy machine, and the script calls it a dozen times. */
const LIMIT_MS = 240_000;

const missing = [installed('bash', 'bash'), installed('curl', 'curl'), installed('aws', 'awscli')].includes(
  false,
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-plan-as-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(missing)('a plan as a shell script', { timeout: LIMIT_MS }, () => {
  it('leads to the world that apply makes', async () => {
    await using scripted = await open();
    await using applied = await open();
    const before = idsOf(applied.stage.sandbox.world());
    expect(idsOf(scripted.stage.sandbox.world())).toEqual(before);

    const plan = await scripted.plan();
    const path = join(folder, 'plan.sh');
    writeFileSync(path, shellScript(plan));
    scripted.stage.sandbox.clearRequests();
    await bash([path], scripted.stage.sandbox.env);
    const result = await applied.apply();

    expect(result.actions).toEqual(plan.actions);
    expect(world(scripted, before)).toEqual(world(applied, before));
    expect(scripted.stage.writes().sort()).toEqual(applied.stage.writes().sort());

    scripted.stage.sandbox.clearRequests();
    expect((await scripted.apply()).actions).toEqual([]);
    expect(scripted.stage.writes()).toEqual([]);
  });

  it('is the same from the command line', async () => {
    await using scene = await open();
    const { networkId, vpcId, groupId, stage } = scene;

    const where = ['--network', networkId, '--name', NAME, '--vpc', vpcId, '--region', REGION];
    const args = ['plan', 'aws', ...where, '--security-group', groupId, '--dns-resolution', '--as', 'shell'];
    const { code, stdout, stderr } = await dfcloud(args, { ...stage.sandbox.env, ...ALONE });

    expect(stderr).not.toContain(stage.sandbox.apiKey);
    expect({ code, stdout }).toEqual({ code: 0, stdout: shellScript(await scene.plan()) });
    expect(stdout).not.toContain(stage.sandbox.apiKey);
    const { status, stderr: complaints } = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    expect({ status, complaints }).toEqual({ status: 0, complaints: '' });
  });
});

/** Keeps the aws command line from the settings, the pager and the instance metadata of this machine. */
const ALONE = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** A network, and a VPC with an implicit main table, a table of one subnet, and a group that allows nothing. */
async function open() {
  const stage = await Stage.open();
  const networkId = await stage.network();
  const vpc = await stage.vpc('10.0.0.0/16', ['10.0.0.0/24']);
  await vpc.table(await vpc.subnet('10.0.1.0/24'));
  const groupId = await vpc.group();
  const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await stage.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: [all] }));
  const EnableDnsHostnames = { Value: true };
  await stage.ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc.id, EnableDnsHostnames }));
  stage.sandbox.clearRequests();
  const acceptor = stage.acceptor(vpc, { securityGroupIds: [groupId], dnsResolution: true });
  const subject = { networkId, name: NAME };
  return {
    stage,
    networkId,
    vpcId: vpc.id,
    groupId,
    plan: () => stage.df.peering.plan(acceptor, subject),
    apply: () => stage.df.peering.apply(acceptor, subject),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

/** The world of a scene with the ids of `before` as they are and new ones by their kind. */
function world({ stage }: Awaited<ReturnType<typeof open>>, before: ReadonlySet<string>): unknown {
  return JSON.parse(canonical(stage.sandbox.world(), before));
}

/** Runs bash to its end; rejects with what it printed when it fails. */
async function bash(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const options = { env: { ...process.env, ...ALONE, ...env }, timeout: LIMIT_MS };
  await promisify(execFile)('bash', [...args], options);
}
