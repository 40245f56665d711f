import { beforeAll, describe, expect, it } from 'vitest';
import { DfCloud } from '../../src/index.js';
import { computeOf } from '../helpers/gcp-network.js';
import { runCli } from './run-cli.js';
import { sandboxed } from './sandboxed.js';

const cli = sandboxed();
const VPC = 'app-vpc';
let networkId: string;

/** The flags of a run on the customer's network. */
const flags = (...more: readonly string[]) => [
  ...['--network', networkId, '--name', 'orders', '--vpc', VPC],
  ...more,
];
const RULES = ['--firewall', 'ingress,egress', '--target-tag', 'app'];

beforeAll(async () => {
  const { sandbox } = cli;
  const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const location = { provider: 'gcp', region: 'us-central1' } as const;
  const { id } = await df.networks.create({ name: 'orders', location, cidrBlock: '127.83.0.0/16' });
  await df.networks.waitUntilActive(id);
  networkId = id;
  const tier = { maxMemoryBytes: 3e9, performanceTier: 'dev' } as const;
  const datastore = await df.datastores.create({ name: 'orders', networkId, location, tier });
  await df.datastores.waitUntilActive(datastore.id);
  await computeOf(sandbox).network(VPC, { 'us-central1': '10.0.0.0/24' });
  sandbox.clearRequests();
});

/** The writes that Google's double has seen since the last look. */
function writes(): string[] {
  const seen = cli.sandbox.requests().filter(({ method, path }) => {
    return method !== 'GET' && path.startsWith('/compute/') && !path.endsWith('/wait');
  });
  cli.sandbox.clearRequests();
  return seen.map(({ method, path }) => `${method} ${path.split('/').slice(-1)}`);
}

async function connectionId(): Promise<string> {
  const { connections } = await cli.json(`connections list --network ${networkId}`);
  return connections[0].id;
}

describe('the flow on Google Cloud', { timeout: 30_000 }, () => {
  it('plans, applies once, verifies and destroys', async () => {
    const { code, stdout } = await cli.run(['plan', 'gcp', ...flags(...RULES)]);
    expect({ code, writes: writes() }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain('Add the peering');

    const applied = await cli.run(['apply', 'gcp', ...flags(...RULES)]);
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('PONG') });
    expect(applied.stdout).toMatch(/✓ us-central1\/app\/app +open/);
    expect(writes()).toEqual(['POST addPeering', 'POST firewalls']);

    const again = await cli.run(['apply', 'gcp', ...flags(...RULES)]);
    expect({ code: again.code, writes: writes() }).toEqual({ code: 0, writes: [] });

    const verified = await cli.json(['verify', 'gcp', '--connection', await connectionId(), '--vpc', VPC]);
    expect(verified).toMatchObject({ verdict: 'reachable', gaps: [], paths: [{ outcome: 'open' }] });

    const destroyed = await cli.run(['destroy', 'gcp', ...flags(...RULES, '--yes')]);
    expect(destroyed).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Error') });
    expect(writes().sort()).toEqual([expect.stringMatching(/^DELETE dfcloud-/), 'POST removePeering']);
    expect(JSON.stringify([applied, again, destroyed])).not.toContain(cli.sandbox.gcp.project().accessToken);
  });

  it('needs no more than the printed permissions', async () => {
    const { gcp } = cli.sandbox;
    const { id: project } = gcp.project();
    const printed = async (verb: string): Promise<string[]> => {
      const { stdout } = await cli.run(['permissions', 'gcp', '--vpc', VPC, '--for', verb]);
      return JSON.parse(stdout).includedPermissions;
    };
    // What apply has made it also proves, as verify does.
    const needed = { plan: ['plan'], apply: ['apply', 'verify'], verify: ['verify'], destroy: ['destroy'] };
    for (const [verb, roles] of Object.entries(needed)) {
      gcp.permissions(project, (await Promise.all(roles.map(printed))).flat());
      const words =
        verb === 'verify' ? ['--connection', await connectionId(), '--vpc', VPC] : flags(...RULES);
      const result = await cli.run([verb, 'gcp', ...words, ...(verb === 'destroy' ? ['--yes'] : [])]);
      expect({ verb, ...result }).toMatchObject({ verb, code: 0 });
    }
    gcp.permissions(project, null);
  });

  it('prints the plan as gcloud commands', async () => {
    const { code, stdout } = await cli.run(['plan', 'gcp', ...flags(...RULES, '--as', 'shell')]);
    expect(code).toBe(0);
    expect(stdout).toContain('gcloud compute networks peerings create');
    expect(stdout).toContain('gcloud compute firewall-rules create');
  });

  it('prints the permissions as a custom role', async () => {
    const { code, stdout } = await cli.run(['permissions', 'gcp', '--vpc', VPC, '--for', 'verify']);
    expect(code).toBe(0);
    const { includedPermissions } = JSON.parse(stdout);
    expect(includedPermissions).toContain('compute.networks.getEffectiveFirewalls');
    expect(includedPermissions).not.toContain('compute.networks.addPeering');
  });
});

describe('the flags of Google Cloud', () => {
  const NEEDED = ['--network', 'net-1', '--name', 'n', '--project', 'my-project-123', '--vpc', VPC];
  const plan = (...more: readonly string[]) =>
    runCli(['plan', 'gcp', ...NEEDED, ...more], { env: { DFCLOUD_API_KEY: 'dfk_x' } });

  it.concurrent.each<[string, readonly string[], string]>([
    ['rules for nobody', ['--firewall', 'egress'], '--target-tag'],
    [
      'rules for two kinds of targets',
      ['--firewall', 'egress', '--all-targets', '--target-tag', 'app'],
      'several flags',
    ],
    ['targets of no rule', ['--target-tag', 'app'], '--firewall does not say which'],
    ['a direction that is none', ['--firewall', 'out'], 'ingress, egress or ingress,egress'],
    ['a priority that is none', ['--firewall', 'egress', '--priority', '70000'], '0 to 65535'],
    ['a tag that is none', ['--firewall', 'egress', '--target-tag', 'App'], '--target-tag'],
    ['a project number', ['--project', '123456'], '--project'],
  ])('refuse %s', async (_, more, words) => {
    const { code, stdout, stderr } = await plan(...more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('say what to pass when there is no project', async () => {
    const { code, stderr } = await runCli(
      ['plan', 'gcp', '--network', 'net-1', '--name', 'n', '--vpc', VPC],
      {
        env: { DFCLOUD_API_KEY: 'dfk_x' },
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--project');
    expect(stderr).toContain('host project');
  });
});
