import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { shellScript } from '../../src/index.js';
import { canonical, idsOf } from '../chaos/canonical.mjs';
import { Gcloud } from '../contract/helpers/gcp-gcloud.js';
import { Stage } from '../gcp/helpers/stage.js';
import { installed } from './helpers/programs.js';

const NAME = "the team's orders";
/** gcloud takes seconds to start on a busy machine. */
const LIMIT_MS = 180_000;

const missing = [
  installed('bash', 'bash'),
  installed('curl', 'curl'),
  installed('gcloud', 'google-cloud-cli'),
].includes(false);

describe.skipIf(missing)('a plan for Google Cloud as a shell script', { timeout: LIMIT_MS }, () => {
  it('leads to the world that apply makes', async () => {
    await using scripted = await open();
    await using applied = await open();
    const before = idsOf(applied.stage.sandbox.world());
    const script = shellScript(await scripted.plan());
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0);
    expect(script).not.toContain(scripted.stage.accessToken);

    const { sandbox, accessToken, projectId } = scripted.stage;
    using gcloud = closing(new Gcloud({ compute: sandbox.endpoints.compute, projectId, accessToken }));
    await bash(script, { ...gcloud.tool.env, ...ownOf(sandbox.env) });
    await applied.apply();

    expect(world(scripted, before)).toEqual(world(applied, before));
    expect((await scripted.apply()).actions).toEqual([]);
  });
});

/** gcloud has its own variables for the double; what is left are those of Dragonfly Cloud. */
function ownOf(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('DFCLOUD_')));
}

/** A network, and a VPC network in two regions in which a rule denies what is to be let out. */
async function open() {
  const stage = await Stage.open();
  const networkId = await stage.network();
  await stage.vpc('app-vpc', ['10.0.0.0/24', '10.0.1.0/24']);
  await stage.firewall({
    name: 'deny-out',
    direction: 'EGRESS',
    priority: 900,
    denied: [{ IPProtocol: 'all' }],
  });
  const acceptor = stage.acceptor({
    exportCustomRoutes: true,
    firewall: { targetTags: ['app', 'batch'], overrideDeny: true },
  });
  const subject = { networkId, name: NAME };
  return {
    stage,
    plan: () => stage.df.peering.plan(acceptor, subject),
    apply: () => stage.df.peering.apply(acceptor, subject),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

/** Runs a script to its end; rejects with what it printed when it fails. */
async function bash(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = { env: { ...process.env, ...env }, timeout: LIMIT_MS };
  await promisify(execFile)('bash', ['-c', script], options);
}

function world({ stage }: Awaited<ReturnType<typeof open>>, before: ReadonlySet<string>): unknown {
  return JSON.parse(canonical(stage.sandbox.world(), before));
}

function closing(tool: Gcloud) {
  return { tool, [Symbol.dispose]: () => tool.close() };
}
