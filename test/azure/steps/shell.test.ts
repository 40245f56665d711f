import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { activeStep } from '../../../src/azure/steps/active-step.js';
import { peeringStep } from '../../../src/azure/steps/peering-step.js';
import { ruleShell } from '../../../src/azure/steps/shell.js';
import type { Step } from '../../../src/peering/step.js';
import { APP_ID, NSG } from '../helpers/fake-azure.js';
import { FakeRun } from '../helpers/fake-run.js';
import { peeringFixture, REMOTE_VNET, SUBSCRIPTION } from '../helpers/peerings.js';
import { ruleFixture } from '../helpers/rules.js';

async function textOf(step: Step, run: FakeRun): Promise<string> {
  return (await step.shell?.(run.flow)) ?? '';
}

/** True for a text that bash can read. Nothing of it is run. */
function isBash(text: string): boolean {
  return spawnSync('bash', ['-n'], { input: text }).status === 0;
}

describe('the peering as commands', () => {
  it('is bash, and makes what the step makes', async () => {
    const run = new FakeRun();
    const text = await textOf(peeringStep(run.means), run);
    expect(isBash(text)).toBe(true);
    expect(text).toContain(
      `as_app network vnet peering create --subscription ${SUBSCRIPTION} --resource-group rg --vnet-name vnet --name vnet-dfcloud-peering --remote-vnet ${REMOTE_VNET} --allow-vnet-access --output none`,
    );
  });

  it("keeps the caller's login and other passwords", async () => {
    const run = new FakeRun();
    const text = await textOf(peeringStep(run.means), run);
    expect(text).not.toContain('account clear');
    expect(text).toContain('as_app() { AZURE_CONFIG_DIR="$LOGIN" az "$@"; }');
    expect(text).toContain(`az ad app credential reset --id ${APP_ID} --append`);
    expect(text.match(/az (login|network)/g)).toBeNull();
  });

  it('removes its password on every way out', async () => {
    const run = new FakeRun();
    const text = await textOf(peeringStep(run.means), run);
    expect(text).toContain('trap forget EXIT');
    expect(text.indexOf('trap forget EXIT')).toBeLessThan(text.indexOf('credential reset'));
    expect(text).toContain(`az ad app credential delete --id ${APP_ID} --key-id`);
  });

  it('hands the password over in a file', async () => {
    const run = new FakeRun();
    const text = await textOf(peeringStep(run.means), run);
    expect(text).toContain('-p @"$LOGIN/password"');
    expect(text).not.toMatch(/-p "?\$/);
  });

  it('names an application that is still to come', async () => {
    const run = new FakeRun();
    run.azure.application = undefined;
    expect(await textOf(peeringStep(run.means), run)).toContain('--id "$APP_ID" --append');
  });

  it('signs in once within one tenant', async () => {
    const run = new FakeRun();
    run.azure.remoteTenant = { kind: 'found', tenantId: await run.azure.clients.tenantId(run.flow) };
    expect((await textOf(peeringStep(run.means), run)).match(/as_app login/g)).toHaveLength(1);
  });

  it('deletes a disconnected half first', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ state: 'Disconnected' })];
    const text = await textOf(peeringStep(run.means), run);
    expect(text.indexOf('peering delete')).toBeGreaterThan(0);
    expect(text.indexOf('peering delete')).toBeLessThan(text.indexOf('peering create'));
  });

  it('is a sync where that is what lacks', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ syncLevel: 'LocalNotInSync' })];
    const text = await textOf(peeringStep(run.means), run);
    expect(text).toContain('as_app network vnet peering sync');
    expect(text).not.toContain('peering create');
  });

  it('waits until Azure says connected', async () => {
    const run = new FakeRun();
    const text = await textOf(activeStep(run.means), run);
    expect(isBash(text)).toBe(true);
    expect(text).toContain('--query peeringState');
  });

  it('is no command while there is no other end', async () => {
    const run = new FakeRun();
    const { vpc: _, ...unnamed } = run.network;
    run.network = unnamed;
    expect(await textOf(peeringStep(run.means), run)).toMatch(/^# Dragonfly does not name/);
  });
});

describe('a rule as a command', () => {
  it('quotes what bash would read', () => {
    const rule = ruleFixture({ description: "it's ours", destinationPorts: ['6379'], sourcePrefixes: ['*'] });
    const text = ruleShell(NSG, rule);
    expect(isBash(text)).toBe(true);
    expect(text).toBe(
      `az network nsg rule create --subscription ${SUBSCRIPTION} --resource-group rg --nsg-name nsg --name Rule --priority 100 --direction Outbound --access Allow --protocol Tcp --source-address-prefixes '*' --destination-address-prefixes '*' --destination-port-ranges 6379 --description 'it'\\''s ours'`,
    );
  });
});
