import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { runCli } from '../cli/run-cli.js';
import { AzCli } from '../contract/helpers/az-cli.js';
import { installed } from './helpers/programs.js';

const GROUP = 'orders-rg';
const VNET = 'orders-vnet';
/** az takes seconds to start on a busy machine, and the script starts it fifteen times. */
const LIMIT_MS = 300_000;

const missing = [installed('bash', 'bash'), installed('curl', 'curl'), installed('az', 'azure-cli')].includes(
  false,
);

describe.skipIf(missing)('a plan for Azure as a shell script', { timeout: LIMIT_MS }, () => {
  let sandbox: Sandbox;
  let az: AzCli;

  beforeAll(async () => {
    sandbox = await startSandbox({ tls: true });
    // Of a wait of zero seconds az makes half a minute.
    sandbox.azure.operations({ retryAfterSeconds: 1 });
    az = new AzCli(sandbox);
  });
  afterAll(async () => {
    az?.close();
    await sandbox?.close();
  });

  const dfcloud = (...args: readonly string[]) =>
    runCli(args, { env: { ...sandbox.env, NODE_EXTRA_CA_CERTS: az.ca } });

  it('leaves apply nothing to write, and no password', async () => {
    const { clientId, clientSecret, tenantId } = sandbox.azure.identity;
    const customer = await az.bash(CUSTOMER, { clientId, clientSecret, tenantId, GROUP, VNET });
    expect(customer, customer.stderr).toMatchObject({ code: 0 });
    const network = JSON.parse((await dfcloud(...NETWORK)).stdout).network.id;
    const flags = ['--network', network, '--name', "the team's orders", '--resource-group', GROUP];
    const peering = [...flags, '--vnet', VNET, '--grant-settle-ms', '0'];

    const planned = await dfcloud('plan', 'azure', ...peering, '--as', 'shell');
    expect(planned, planned.stderr).toMatchObject({ code: 0 });
    expect(spawnSync('bash', ['-n'], { input: planned.stdout }).status).toBe(0);
    const { DFCLOUD_API_KEY = '', DFCLOUD_BASE_URL = '' } = sandbox.env;
    const ended = await az.bash(planned.stdout, { DFCLOUD_API_KEY, DFCLOUD_BASE_URL });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });

    const applied = await dfcloud('apply', 'azure', ...peering);
    expect(applied).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing had to be written') });
    expect(passwords(`dfcloud-${VNET}`)).toEqual([]);
  });

  /** What can be used to sign in as the applications of this name. */
  function passwords(displayName: string): unknown[] {
    const all = sandbox.world().azure.tenants.flatMap(({ applications }) => applications);
    const found = all.filter((application) => application.displayName === displayName);
    expect(found).toHaveLength(1);
    return found.flatMap(({ passwordCredentials }) => passwordCredentials);
  }
});

const NETWORK = [
  'networks',
  'create',
  '--name',
  'orders',
  '--cloud',
  'azure',
  '--region',
  'westeurope',
].concat(['--cidr', '192.168.0.0/16', '--wait', '--json']);

/** The administrator signs in; the customer's network is there from before. */
const CUSTOMER = `set -e
az login --service-principal -u "$clientId" -p "$clientSecret" --tenant "$tenantId" --output none
az group create --name "$GROUP" --location westeurope --output none
az network vnet create --name "$VNET" --resource-group "$GROUP" --location westeurope --address-prefixes 10.0.0.0/16 --subnet-name app --subnet-prefixes 10.0.0.0/24 --output none
`;
