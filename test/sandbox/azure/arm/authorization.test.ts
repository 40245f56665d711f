import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { startAzure, values } from '../helpers/directory.js';
import {
  type Arm,
  assign,
  code,
  customerApp,
  customerGroup,
  NETWORK_CONTRIBUTOR,
  properties,
  refusal,
  roleIn,
} from './helpers/arm.js';

const GUID = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000002';

let sandbox: Sandbox;
let arm: Arm;
let vnet: string;
let app: Awaited<ReturnType<typeof customerApp>>;

beforeEach(async () => {
  sandbox = await startAzure();
  const customer = await customerGroup(sandbox);
  ({ arm } = customer);
  vnet = await customer.addVnet('vnet', '10.0.0.0/16');
  app = await customerApp(sandbox);
});
afterEach(() => sandbox.close());

const definitionBody = (roleName: string, subscription = sandbox.azure.defaultSubscriptionId) => ({
  properties: {
    roleName,
    permissions: [{ actions: ['Microsoft.Network/virtualNetworks/peer/action'] }],
    assignableScopes: [`/subscriptions/${subscription}`],
  },
});
const assignments = () => `${vnet}/providers/Microsoft.Authorization/roleAssignments`;
const put = (guid: string, more: object = {}) =>
  arm('PUT', `${assignments()}/${guid}`, {
    properties: { principalId: app.objectId, roleDefinitionId: roleIn(vnet, NETWORK_CONTRIBUTOR), ...more },
  });

describe('role assignments', () => {
  test('are made once, and may be sent again', async () => {
    const made = await put(GUID);
    expect(made.status).toBe(201);
    expect(properties(made)).toMatchObject({
      scope: vnet,
      principalType: 'ServicePrincipal',
      createdBy: null,
    });
    await sandbox.clock.advance(5000);
    expect((await put(GUID, { description: 'mine' })).status).toBe(201);
    const read = properties(await arm('GET', `${assignments()}/${GUID}`));
    expect(read).toMatchObject({ description: 'mine', createdBy: sandbox.azure.identity.objectId });
    expect(Date.parse(String(read.updatedOn)) - Date.parse(String(read.createdOn))).toBe(5000);
  });

  test('of one principal and role exist under one name only', async () => {
    await put(GUID);
    expect(refusal(await put(OTHER))).toBe('409 RoleAssignmentExists: The role assignment already exists.');
  });

  test('keep what they were made for', async () => {
    await put(GUID);
    const second = await customerApp(sandbox, 'second');
    expect(code(await put(GUID, { principalId: second.objectId }))).toBe(
      '400 RoleAssignmentUpdateNotPermitted',
    );
  });

  test('take no application id for a principal', async () => {
    const bare = app.appId.replaceAll('-', '');
    const wrong = await put(GUID, { principalId: app.appId });
    expect(refusal(wrong)).toContain(
      `400 PrincipalNotFound: Principal ${bare} does not exist in the directory`,
    );
    expect(code(await put(GUID, { principalType: 'User' }))).toBe('400 UnmatchedPrincipalType');
  });

  test('do not know a new principal for five requests', async () => {
    sandbox.azure.consistency({ principalCalls: 5 });
    app = await customerApp(sandbox, 'fresh');
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await put(GUID)).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 201]);
  });

  test('are found by principal, above and below a scope', async () => {
    await put(GUID);
    const subscription = `/subscriptions/${sandbox.azure.defaultSubscriptionId}`;
    const list = (scope: string, filter: string) =>
      arm(
        'GET',
        `${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=${encodeURIComponent(filter)}`,
      );
    expect(values(await list(vnet, `principalId eq '${app.objectId}'`))).toHaveLength(1);
    expect(values(await list(subscription, `principalId eq '${app.objectId}'`))).toHaveLength(1);
    expect(values(await list(subscription, 'atScope()'))).toEqual([]);
    expect(values(await list(`${vnet}/subnets/s`, 'atScope()'))).toHaveLength(1);
    expect(code(await list(vnet, `atScope() and principalId eq '${app.objectId}'`))).toBe(
      '400 UnsupportedQuery',
    );
  });

  test('are answered once more when they are deleted', async () => {
    await put(GUID);
    const deleted = await arm('DELETE', `${assignments()}/${GUID}`);
    expect([deleted.status, deleted.body.name]).toEqual([200, GUID]);
    expect((await arm('DELETE', `${assignments()}/${GUID}`)).status).toBe(204);
  });
});

describe('role definitions', () => {
  test('are written with 201 and read with all four lists', async () => {
    const made = await arm('PUT', roleIn(vnet, GUID), definitionBody('peering'));
    expect(made.status).toBe(201);
    expect((await arm('PUT', roleIn(vnet, GUID), definitionBody('peering'))).status).toBe(201);
    const [permission] = Object(properties(await arm('GET', roleIn(vnet, GUID)))).permissions;
    expect(Object.keys(permission)).toEqual(['actions', 'notActions', 'dataActions', 'notDataActions']);
  });

  test('have names that are unique in a directory, in whichever subscription', async () => {
    const { id } = sandbox.azure.subscription('33333333-0000-4000-8000-000000000000');
    const there = `/subscriptions/${id}/providers/Microsoft.Authorization/roleDefinitions`;
    await arm('PUT', `${there}/${GUID}`, definitionBody('peering', id));
    const list = `${roleIn(vnet, '').slice(0, -1)}?$filter=${encodeURIComponent("roleName eq 'peering'")}`;
    expect(values(await arm('GET', list))).toEqual([]);
    expect(refusal(await arm('PUT', roleIn(vnet, OTHER), definitionBody('Peering')))).toBe(
      '409 RoleDefinitionWithSameNameExists: A role definition cannot be updated with a name that already exists.',
    );
  });

  test('come up in lists late, and are assigned late, where the sandbox was told so', async () => {
    sandbox.azure.consistency({ roleListMs: 1000, roleDefinitionCalls: 1 });
    await arm('PUT', roleIn(vnet, GUID), definitionBody('peering'));
    const list = `${roleIn(vnet, '').slice(0, -1)}?$filter=${encodeURIComponent("roleName eq 'peering'")}`;
    expect(values(await arm('GET', list))).toEqual([]);
    expect((await arm('GET', roleIn(vnet, GUID))).status).toBe(200);
    expect(code(await assign(arm, vnet, app.objectId, roleIn(vnet, GUID)))).toBe(
      '404 RoleDefinitionDoesNotExist',
    );
    expect((await assign(arm, vnet, app.objectId, roleIn(vnet, GUID))).status).toBe(201);
    await sandbox.clock.advance(1000);
    expect(values(await arm('GET', list))).toHaveLength(1);
  });

  test('of Azure are found in any case, and told in the asked subscription', async () => {
    const list = `${vnet}/providers/Microsoft.Authorization/roleDefinitions?$filter=${encodeURIComponent("roleName eq 'network contributor'")}`;
    expect(values(await arm('GET', list))).toMatchObject([{ id: roleIn(vnet, NETWORK_CONTRIBUTOR) }]);
  });
});
