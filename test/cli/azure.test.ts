import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DfCloud } from '../../src/index.js';
import { makeVnet } from '../helpers/azure-network.js';
import { finished, runCli, startCli } from './run-cli.js';
import { type Json, sandboxed } from './sandboxed.js';

const cli = sandboxed();
const VNET = 'hub-vnet';
const PLACE = ['--resource-group', 'network-rg', '--vnet', VNET];
/** Roles of the double hold at once. */
const AT_ONCE = ['--grant-settle-ms', '0'];
/** Client secrets and tokens as the double makes them. */
const SECRET = /8Q~|eyJ/;
/** A folder without programs: nothing here can call az. */
const PATH = import.meta.dirname;
let networkId: string;

/** The flags of a run on the customer's network. */
const flags = (...more: readonly string[]) => ['--network', networkId, '--name', 'orders', ...PLACE, ...more];
const dfcloud = (...args: readonly string[]) => cli.run(args, { env: { PATH } });
const apply = () => dfcloud('apply', 'azure', ...flags(...AT_ONCE));
const destroy = () => dfcloud('destroy', 'azure', ...flags('--yes'));

beforeAll(async () => {
  const { sandbox } = cli;
  const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const location = { provider: 'azure', region: 'centralus' } as const;
  const { id } = await df.networks.create({ name: 'orders', location, cidrBlock: '127.84.0.0/16' });
  await df.networks.waitUntilActive(id);
  networkId = id;
  const tier = { maxMemoryBytes: 3e9, performanceTier: 'dev' } as const;
  const datastore = await df.datastores.create({ name: 'orders', networkId, location, tier });
  await df.datastores.waitUntilActive(datastore.id);
  await makeVnet(sandbox, { resourceGroup: 'network-rg', vnetName: VNET });
  sandbox.clearRequests();
});
// A test that failed leaves nothing to the next one.
afterEach(async () => {
  cli.sandbox.faults.clear();
  cli.sandbox.azure.permissions(cli.sandbox.azure.identity.clientId, null);
  cli.sandbox.clearRequests();
});

/** The writes to Azure since the last look. Asking for a token is none, nor is a list that is asked for by POST. */
function writes(): string[] {
  const seen = cli.sandbox.requests().flatMap(({ method, operation }) => {
    const isWrite = method !== 'GET' && /^(arm|graph)\.\w+\.(?!list)/.test(operation ?? '');
    return isWrite ? [operation ?? ''] : [];
  });
  cli.sandbox.clearRequests();
  return seen;
}

/** The applications of the customer's directory: the one that is made for the peering, and all others. */
function applications(): { ours: Json[]; others: Json[] } {
  const { azure } = cli.sandbox.world();
  const tenant = azure.tenants.find(({ id }) => id === cli.sandbox.azure.defaultTenantId);
  const all: Json[] = [...(tenant?.applications ?? [])];
  const isOurs = ({ displayName }: Json) => displayName === `dfcloud-${VNET}`;
  return { ours: all.filter(isOurs), others: all.filter((one) => !isOurs(one)) };
}

/** How many secrets our application has. */
const secretsLeft = () =>
  applications().ours.flatMap(({ passwordCredentials }) => passwordCredentials).length;

/** Takes from the administrator all but what these verbs are said to need. */
async function allowOnly(...verbs: readonly string[]): Promise<void> {
  const documents = verbs.map((verb) => cli.json(['permissions', 'azure', ...PLACE, '--for', verb]));
  const printed: Json[] = await Promise.all(documents);
  const { azure } = cli.sandbox;
  azure.permissions(azure.identity.clientId, {
    arm: printed.flatMap(({ document }) => document.Actions),
    graph: printed
      .flatMap(({ permissions }) => permissions.map(({ action }: Json) => action))
      .filter((action: string) => !action.includes('/')),
  });
}

async function connectionId(): Promise<string> {
  const { connections } = await cli.json(`connections list --network ${networkId}`);
  return connections[0].id;
}

describe('the flow on Azure', { timeout: 60_000 }, () => {
  it('plans, applies once, verifies and destroys', async () => {
    const { others } = applications();
    expect(others).not.toHaveLength(0);
    const { code, stdout } = await dfcloud('plan', 'azure', ...flags());
    expect({ code, writes: writes() }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain(`Peering of ${VNET} with the Dragonfly network`);

    const applied = await apply();
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('PONG') });
    expect(applied.stdout).toMatch(/✓ apps +open/);
    expect(writes()).toContain('arm.virtualNetworkPeerings.put');
    expect(applications()).toEqual({ ours: [expect.objectContaining({ passwordCredentials: [] })], others });

    const again = await apply();
    expect({ code: again.code, writes: writes() }).toEqual({ code: 0, writes: [] });
    expect(again.stdout).toContain('PONG');

    const verified = await cli.json(['verify', 'azure', '--connection', await connectionId(), ...PLACE]);
    expect(verified).toMatchObject({ verdict: 'reachable', gaps: [], paths: [{ outcome: 'open' }] });

    const destroyed = await destroy();
    expect(destroyed).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Error') });
    expect(destroyed.stdout).toContain('- azure.peering\n');
    expect(applications()).toEqual({ ours: [], others });
  });

  it('shows no secret, whatever is printed', async () => {
    const { apiKey, azure } = cli.sandbox;
    const printed = [
      await dfcloud('plan', 'azure', ...flags('--json')),
      await dfcloud('apply', 'azure', ...flags(...AT_ONCE, '--json')),
      await dfcloud('destroy', 'azure', ...flags('--yes', '--json')),
    ];
    expect(printed.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(azure.identity.clientSecret).toMatch(SECRET);
    const text = JSON.stringify(printed);
    expect(text).not.toMatch(SECRET);
    expect(text).not.toContain(apiKey);
  });

  it('prints the plan as one document', async () => {
    const plan = await cli.json(['plan', 'azure', ...flags()]);
    expect(plan).toMatchObject({ version: 1, provider: 'azure', name: 'orders', findings: [] });
    expect(plan.steps.map(({ id }: Json) => id)).toEqual(
      expect.arrayContaining(['azure.app', 'dragonfly.connection', 'azure.peering', 'dragonfly.active']),
    );
    expect(plan.actions).toContain('azure.peering');
  });

  it('prints the plan as az commands', async () => {
    const { code, stdout } = await dfcloud('plan', 'azure', ...flags('--as', 'shell'));
    expect(code).toBe(0);
    expect(stdout).toContain('network vnet peering create');
    expect(stdout).toContain('az role assignment create');
    expect(stdout).not.toMatch(SECRET);
  });

  it('needs no more than the printed role', async () => {
    const verify = async () => ['--connection', await connectionId(), ...PLACE];
    // What apply has made it also proves, as verify does.
    await allowOnly('apply', 'verify');
    expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining('PONG') });
    await allowOnly('verify');
    expect(await dfcloud('verify', 'azure', ...(await verify()))).toMatchObject({ code: 0 });
    await allowOnly('plan');
    expect(await dfcloud('plan', 'azure', ...flags())).toMatchObject({ code: 0 });
    await allowOnly('destroy');
    expect(await destroy()).toMatchObject({ code: 0 });
  });

  it('says in a plan what apply may not do', async () => {
    await allowOnly('plan');
    const { code, stdout } = await dfcloud('plan', 'azure', ...flags());
    expect(code).toBe(1);
    expect(stdout).toContain('permission_missing');
    expect(stdout).toContain('Microsoft.Authorization/roleAssignments/write');
    expect(stdout).toContain('dfcloud permissions azure');
  });

  it('names the application id behind an object id', async () => {
    const [{ id, appId }] = applications().others;
    const { code, stdout } = await dfcloud('plan', 'azure', ...flags('--app', id, '--app-object', id));
    expect(code).toBe(1);
    expect(stdout).toContain(`${id} is the object id of an application`);
    expect(stdout).toContain(appId);
    expect(writes()).toEqual([]);
  });

  it('prints the permissions as a custom role', async () => {
    const { code, stdout, stderr } = await dfcloud('permissions', 'azure', ...PLACE, '--for', 'apply');
    expect(code).toBe(0);
    const role = JSON.parse(stdout);
    expect(role).toMatchObject({ Name: 'dfcloud-apply', IsCustom: true, NotActions: [] });
    expect(role.Actions).toContain('Microsoft.Network/virtualNetworks/read');
    // What Microsoft Graph wants is no part of a role.
    expect(stderr).toContain('Application.ReadWrite.OwnedBy');
  });
});

describe('an interruption of the flow on Azure', { timeout: 60_000 }, () => {
  /** A run whose peering takes long, once Azure has been asked for it. */
  async function peering() {
    const { sandbox } = cli;
    sandbox.faults.add({ on: PUT, times: 1, fault: { kind: 'slow', ms: 30_000 } });
    const child = startCli(['apply', 'azure', ...flags(...AT_ONCE)], { env: { ...sandbox.env, PATH } });
    const ended = finished(child);
    await asked(PUT);
    expect(secretsLeft()).toBe(1);
    return { child, ended };
  }

  const PUT = 'arm.virtualNetworkPeerings.put';
  const REMOVAL = 'graph.applications.removePassword';

  /** Waits for a request of the command line. */
  async function asked(wanted: string): Promise<void> {
    const isThere = () => cli.sandbox.requests().some(({ operation }) => operation === wanted);
    await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
  }

  it('removes the password before it ends', async () => {
    // As long as it takes over the internet.
    cli.sandbox.faults.add({ on: REMOVAL, times: 1, fault: { kind: 'slow', ms: 500, phase: 'before' } });
    const { child, ended } = await peering();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/is removed first; interrupt again.*\n.*: interrupted\./);
    expect(secretsLeft()).toBe(0);
    expect(await destroy()).toMatchObject({ code: 0 });
  });

  it('leaves no password behind the next run', async () => {
    cli.sandbox.faults.add({ on: REMOVAL, times: 1, fault: { kind: 'slow', ms: 30_000, phase: 'before' } });
    const { child, ended } = await peering();
    child.kill('SIGINT');
    await asked(REMOVAL);
    // Whoever insists is obeyed.
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
    expect(secretsLeft()).toBe(1);

    expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining('PONG') });
    expect(secretsLeft()).toBe(0);
    expect(await destroy()).toMatchObject({ code: 0 });
  });
});

describe('the flags of Azure', () => {
  const GUID = '00000000-1111-4222-8333-444444444444';
  const SUBSCRIPTION = ['--subscription', GUID];
  const plan = (more: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(['plan', 'azure', '--network', 'net-1', '--name', 'n', ...more], {
      // Nothing listens there.
      env: { DFCLOUD_API_KEY: 'dfk_x', DFCLOUD_BASE_URL: 'http://127.0.0.1:9', ...env },
    });

  it.concurrent.each<[string, readonly string[], readonly string[]]>([
    ['no subscription', PLACE, ['--subscription', 'AZURE_SUBSCRIPTION_ID']],
    ['no resource group', [...SUBSCRIPTION, '--vnet', VNET], ['--resource-group']],
    ['no virtual network', [...SUBSCRIPTION, '--resource-group', 'rg'], ['--vnet']],
    ['a subscription that is no GUID', [...PLACE, '--subscription', 'my-sub'], ['--subscription', 'a GUID']],
    ['a tenant that is no GUID', [...PLACE, ...SUBSCRIPTION, '--tenant', 'x.com'], ['--tenant', 'a GUID']],
    [
      'an application that is no GUID',
      [...PLACE, ...SUBSCRIPTION, '--app', 'mine', '--app-object', GUID],
      ['--app is', 'a GUID'],
    ],
    [
      'an object that is no GUID',
      [...PLACE, ...SUBSCRIPTION, '--app', GUID, '--app-object', 'mine'],
      ['--app-object is', 'a GUID'],
    ],
    [
      'the object of no application',
      [...PLACE, ...SUBSCRIPTION, '--app-object', GUID],
      ['--app-object is given without --app', '--app <id>'],
    ],
    [
      'an application with nothing to sign in with',
      [...PLACE, ...SUBSCRIPTION, '--app', GUID],
      ['DFCLOUD_AZURE_APP_SECRET', '--app-object <id>'],
    ],
    [
      'the resource id of a virtual network',
      [...SUBSCRIPTION, '--resource-group', 'rg', '--vnet', '/subscriptions/x/virtualNetworks/hub'],
      ['--vnet', 'not its id'],
    ],
    [
      'a role that is none',
      [...PLACE, ...SUBSCRIPTION, '--app-role', 'owner'],
      ['--app-role', 'peering-only'],
    ],
    ['a time that is none', [...PLACE, ...SUBSCRIPTION, '--grant-settle-ms', '-1'], ['--grant-settle-ms']],
  ])('refuse %s', async (_, more, words) => {
    const { code, stdout, stderr } = await plan(more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const word of words) expect(stderr).toContain(word);
  });

  it.concurrent("refuse a secret's id without showing it", async () => {
    const secretId = '99999999-8888-4777-8666-555555555555';
    const { code, stdout, stderr } = await plan([...PLACE, ...SUBSCRIPTION, '--app', GUID], {
      DFCLOUD_AZURE_APP_SECRET: secretId,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('DFCLOUD_AZURE_APP_SECRET');
    expect(stderr).not.toContain(secretId);
  });

  it('say what to set when nobody is signed in', async () => {
    const id = await cli.network('other', { provider: 'azure', region: 'centralus' });
    const args = ['plan', 'azure', '--network', id, '--name', 'other', ...PLACE];
    const { code, stdout, stderr } = await cli.run(args, { env: { AZURE_CLIENT_ID: '' } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('set AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET');
    expect(stderr).toContain('--device-code');
  });
});
