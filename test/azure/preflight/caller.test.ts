import { describe, expect, it } from 'vitest';
import { allows, missingPermissions } from '../../../src/azure/preflight/caller.js';
import { refusal } from '../helpers/fake-azure.js';
import { FakeRun } from '../helpers/fake-run.js';
import { VNET } from '../helpers/peerings.js';

const WRITE = 'Microsoft.Authorization/roleAssignments/write';
const role = (actions: string[], notActions: string[] = []) => ({
  actions,
  notActions,
  dataActions: [],
  notDataActions: [],
});

describe('the roles of the caller', () => {
  it.each([
    [['*'], [], true],
    [['Microsoft.Authorization/*'], [], true],
    [['microsoft.authorization/ROLEASSIGNMENTS/write'], [], true],
    [['*/write'], [], true],
    [['*/read'], [], false],
    [['*'], ['Microsoft.Authorization/*/Write'], false],
    [['Microsoft.AuthorizationX'], [], false],
    [[], [], false],
  ])('with %j without %j allow an assignment: %s', (actions, notActions, allowed) => {
    expect(allows(role(actions, notActions), WRITE)).toBe(allowed);
  });

  it('are added up, each with its own exceptions', async () => {
    const run = new FakeRun();
    run.azure.may = [
      role(['*'], ['Microsoft.Authorization/*/Write']),
      role(['Microsoft.Authorization/roleAssignments/*']),
    ];
    expect(await missingPermissions(run.means, VNET, [WRITE])).toEqual([]);
  });

  it('are named where one is missing', async () => {
    const run = new FakeRun();
    run.azure.may = [role(['*/read'])];
    expect(await missingPermissions(run.means, VNET, [WRITE, 'a/read'])).toEqual([
      expect.objectContaining({
        code: 'permission_missing',
        severity: 'error',
        summary: expect.stringContaining(WRITE),
      }),
    ]);
  });

  it('are not guessed where they may not be read', async () => {
    const run = new FakeRun();
    run.azure.fail('permissions', refusal('AuthorizationFailed'));
    expect(await missingPermissions(run.means, VNET, [WRITE])).toEqual([]);
  });
});
