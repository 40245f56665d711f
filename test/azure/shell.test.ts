import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../../src/azure/vendor.js';
import { shellScript } from '../../src/peering/shell-script.js';
import { Run } from './helpers/run.js';

const bash = promisify(execFile);

describe('a plan as a shell script', () => {
  it('has the commands of each action, and no secret', async () => {
    await using run = await Run.open();
    const script = shellScript(await run.plan({ appRole: 'peering-only' }));
    expect(
      script.match(/^(az [a-z]+( [a-z]+)*|[A-Z_]+=\$\((az|curl)|until [A-Z_]+=\$\(az [a-z]+)/gm),
    ).toEqual([
      'az rest',
      'until APP_ID=$(az rest',
      'until SP_ID=$(az ad',
      'until VENDOR_SP_ID=$(az ad',
      'APP_ROLE_ID=$(az',
      'az role assignment create',
      'VENDOR_ROLE_ID=$(az',
      'az role assignment create',
      'CONNECTION=$(curl',
    ]);
    expect(script).not.toContain(run.stage.credential.clientSecret);
    await bash('bash', ['-n', '-c', script]);
  });

  it('never takes an application by its name', async () => {
    await using run = await Run.open();
    expect(shellScript(await run.plan())).not.toContain('az ad app create');
  });

  it('stops when the vendor is somebody else', async () => {
    await using run = await Run.open();
    const script = shellScript(await run.plan());
    expect(script).toContain(`az ad sp show --id ${VENDOR_APP_ID} --query appOwnerOrganizationId`);
    expect(script).toContain(`= ${VENDOR_TENANT_ID} ] || {`);
  });

  it('assigns roles under their hash once all is known', async () => {
    await using run = await Run.open();
    await run.apply();
    const found = await run.stage.arm(
      'GET',
      `${run.vnetId}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&api-version=2022-04-01`,
    );
    const grants = (found as { value: { id: string; properties: { scope: string } }[] }).value.filter(
      ({ properties }) => properties.scope.toLowerCase() === run.vnetId.toLowerCase(),
    );
    for (const { id } of grants) await run.stage.arm('DELETE', `${id}?api-version=2022-04-01`);
    const script = shellScript(await run.plan());
    expect(grants).toHaveLength(2);
    for (const { id } of grants) expect(script).toContain(`--name ${id.split('/').at(-1)}`);
  });
});
