import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { graphWith, startAzure, tokenFor, VENDOR_TENANT, values } from '../helpers/directory.js';
import {
  type Arm,
  appToken,
  armWith,
  assign,
  code,
  customerApp,
  customerGroup,
  NETWORK_CONTRIBUTOR,
  peeringTo,
  properties,
  refusal,
  roleIn,
} from './helpers/arm.js';

const VENDOR_SUBSCRIPTION = '99998888-7777-4666-8555-444433332222';

let sandbox: Sandbox;
let arm: Arm;
let group: string;
let vnet: string;

beforeEach(async () => {
  sandbox = await startAzure();
  const customer = await customerGroup(sandbox);
  ({ arm, group } = customer);
  vnet = await customer.addVnet('vnet', '10.0.0.0/16');
});
afterEach(() => sandbox.close());

describe('who is let in', () => {
  test('anyone learns the tenant of a subscription', async () => {
    const nobody = armWith(sandbox, null);
    const answer = await nobody('GET', `/subscriptions/${sandbox.azure.defaultSubscriptionId}`);
    expect(code(answer)).toBe('401 AuthenticationFailed');
    expect(answer.headers.get('www-authenticate')).toContain(
      `Bearer authorization_uri="https://login.windows.net/${sandbox.azure.defaultTenantId}"`,
    );
    expect(answer.headers.get('x-ms-failure-cause')).toBe('gateway');
    expect(code(await nobody('GET', `/subscriptions/${VENDOR_SUBSCRIPTION}`))).toBe(
      '404 SubscriptionNotFound',
    );
  });

  test('a version of the API must be named, whichever date', async () => {
    const url = `${sandbox.endpoints.arm}${vnet}`;
    const bare = await fetch(url);
    expect(bare.status).toBe(400);
    expect(await bare.json()).toMatchObject({ error: { code: 'MissingApiVersionParameter' } });
    expect((await arm('GET', `${vnet}?api-version=1999-12-31`)).status).toBe(200);
    expect(code(await arm('GET', `${vnet}?api-version=latest`))).toBe('400 InvalidApiVersionParameter');
  });

  test('a token of another directory is told the right one', async () => {
    sandbox.azure.subscription(VENDOR_SUBSCRIPTION, { tenantId: VENDOR_TENANT });
    const answer = await arm('GET', `/subscriptions/${VENDOR_SUBSCRIPTION}`);
    expect(refusal(answer)).toContain(
      `401 InvalidAuthenticationTokenTenant: The access token is from the wrong issuer 'https://sts.windows.net/${sandbox.azure.defaultTenantId}/'. It must match the tenant 'https://sts.windows.net/${VENDOR_TENANT}/' associated with this subscription.`,
    );
    expect(answer.headers.get('www-authenticate')).toContain(VENDOR_TENANT);
  });

  test('expired, foreign and invented tokens are refused', async () => {
    const token = await tokenFor(sandbox, { scope: 'https://management.azure.com/.default' });
    const graphToken = await tokenFor(sandbox);
    expect(code(await armWith(sandbox, graphToken)('GET', vnet))).toBe(
      '401 InvalidAuthenticationTokenAudience',
    );
    expect(code(await armWith(sandbox, 'made.up.token')('GET', vnet))).toBe('401 InvalidAuthenticationToken');
    await sandbox.clock.advance(3_600_000);
    expect(code(await armWith(sandbox, token)('GET', vnet))).toBe('401 ExpiredAuthenticationToken');
  });

  test('one auxiliary token that is not valid spoils the request', async () => {
    const spoiled = await arm('GET', vnet, undefined, { 'x-ms-authorization-auxiliary': 'Bearer nonsense' });
    expect(code(spoiled)).toBe('401 InvalidAuthenticationToken');
    const [last] = sandbox.requests().slice(-1);
    expect(last?.note).toEqual({ auxiliaryToken: true });
    expect(JSON.stringify(sandbox.requests())).not.toContain('nonsense');
  });
});

describe('roles, checked on every call', () => {
  test('a role at a network reaches its children and nothing else', async () => {
    const app = await customerApp(sandbox);
    await assign(arm, vnet, app.objectId, roleIn(vnet, NETWORK_CONTRIBUTOR));
    const asApp = armWith(sandbox, await appToken(sandbox, app));
    expect((await asApp('GET', `${vnet}/virtualNetworkPeerings`)).status).toBe(200);
    expect(
      (await asApp('PUT', `${vnet}/subnets/s`, { properties: { addressPrefix: '10.0.1.0/24' } })).status,
    ).toBe(201);
    expect(refusal(await asApp('GET', group))).toBe(
      `403 AuthorizationFailed: The client '${app.appId}' with object id '${app.objectId}' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '${group}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
    expect(code(await asApp('PUT', `${vnet}x`, { location: 'eastus' }))).toBe('403 AuthorizationFailed');
    const { body } = await asApp('GET', '/subscriptions');
    expect(Object(body).value).toHaveLength(1);
  });

  test('an assignment takes effect late where it is told to', async () => {
    sandbox.azure.consistency({ roleEffectMs: 60_000 });
    const app = await customerApp(sandbox);
    await assign(arm, vnet, app.objectId, roleIn(vnet, NETWORK_CONTRIBUTOR));
    const asApp = armWith(sandbox, await appToken(sandbox, app));
    expect(code(await asApp('GET', vnet))).toBe('403 AuthorizationFailed');
    await sandbox.clock.advance(60_000);
    expect((await asApp('GET', vnet)).status).toBe(200);
  });

  test('a custom role can exclude what it allows elsewhere', async () => {
    const app = await customerApp(sandbox);
    const guid = crypto.randomUUID();
    const subscription = `/subscriptions/${sandbox.azure.defaultSubscriptionId}`;
    const actions = ['Microsoft.Network/virtualNetworks/*'];
    const notActions = ['Microsoft.Network/virtualNetworks/*/delete'];
    await arm('PUT', roleIn(vnet, guid), {
      properties: {
        roleName: 'careful',
        permissions: [{ actions, notActions }],
        assignableScopes: [subscription],
      },
    });
    await assign(arm, vnet, app.objectId, roleIn(vnet, guid));
    const asApp = armWith(sandbox, await appToken(sandbox, app));
    expect((await asApp('GET', vnet)).status).toBe(200);
    expect(code(await asApp('DELETE', `${vnet}/virtualNetworkPeerings/p`))).toBe('403 AuthorizationFailed');
    const { body } = await asApp('GET', `${vnet}/providers/Microsoft.Authorization/permissions`);
    expect(body.value).toEqual([{ actions, notActions, dataActions: [], notDataActions: [] }]);
  });

  test('permissions of the sandbox limit the administrator', async () => {
    sandbox.azure.permissions(sandbox.azure.identity.clientId, {
      arm: ['Microsoft.Network/virtualNetworks/read'],
      graph: [],
    });
    expect((await arm('GET', vnet)).status).toBe(200);
    expect(code(await arm('DELETE', vnet))).toBe('403 AuthorizationFailed');
    sandbox.azure.permissions(sandbox.azure.identity.clientId, null);
    expect((await arm('DELETE', vnet)).status).toBe(202);
  });

  test('a deny assignment overrules every role', async () => {
    sandbox.azure.denial('no-peering', { scope: group, actions: ['*/virtualNetworkPeerings/write'] });
    const refused = await arm('PUT', `${vnet}/virtualNetworkPeerings/p`, peeringTo(vnet));
    expect(code(refused)).toBe('403 DenyAssignmentAuthorizationFailed');
    const listed = await arm('GET', `${vnet}/providers/Microsoft.Authorization/denyAssignments`);
    expect(values(listed)).toHaveLength(1);
  });

  test('attaching a group to a subnet needs the right to join it', async () => {
    const app = await customerApp(sandbox);
    await assign(arm, vnet, app.objectId, roleIn(vnet, NETWORK_CONTRIBUTOR));
    const asApp = armWith(sandbox, await appToken(sandbox, app));
    const nsg = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
    await arm('PUT', nsg, { location: 'eastus' });
    const properties = { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: nsg } };
    const refused = await asApp('PUT', `${vnet}/subnets/s`, { properties });
    expect(refusal(refused)).toContain(
      "'Microsoft.Network/networkSecurityGroups/join/action' on the linked scope(s)",
    );
    expect((await arm('PUT', `${vnet}/subnets/s`, { properties })).status).toBe(201);
  });
});

describe('the three meanings of LinkedAuthorizationFailed', () => {
  let app: Awaited<ReturnType<typeof customerApp>>;
  let asApp: Arm;
  const peering = () => `${vnet}/virtualNetworkPeerings/p`;
  const remote = `/subscriptions/${VENDOR_SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/remote`;
  const allowed =
    "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action'";

  beforeEach(async () => {
    app = await customerApp(sandbox);
    await assign(arm, vnet, app.objectId, roleIn(vnet, NETWORK_CONTRIBUTOR));
    asApp = armWith(sandbox, await appToken(sandbox, app));
  });

  const vendorSide = async () => {
    sandbox.azure.subscription(VENDOR_SUBSCRIPTION, { tenantId: VENDOR_TENANT });
    const { clientId, clientSecret } = sandbox.azure.administrator(VENDOR_TENANT);
    const admin = { appId: clientId, secret: clientSecret };
    const vendorArm = armWith(sandbox, await appToken(sandbox, admin, VENDOR_TENANT));
    const graphToken = await tokenFor(
      sandbox,
      { client_id: clientId, client_secret: clientSecret },
      VENDOR_TENANT,
    );
    const principal = await graphWith(sandbox, graphToken)('POST', '/servicePrincipals', {
      appId: app.appId,
    });
    await vendorArm('PUT', remote.replace(/\/providers.*/, ''), { location: 'eastus' });
    const addressSpace = { addressPrefixes: ['192.168.0.0/24'] };
    await vendorArm('PUT', remote, { location: 'eastus', properties: { addressSpace } });
    return { vendorArm, objectId: String(principal.body.id) };
  };

  test('the subscription does not exist', async () => {
    expect(refusal(await asApp('PUT', peering(), peeringTo(remote)))).toBe(
      `403 LinkedAuthorizationFailed: ${allowed} on scope '${peering()}', however the linked subscription '${VENDOR_SUBSCRIPTION}' was not found. `,
    );
  });

  test('no token of its directory came along', async () => {
    await vendorSide();
    expect(refusal(await asApp('PUT', peering(), peeringTo(remote)))).toBe(
      `403 LinkedAuthorizationFailed: ${allowed} on scope '${peering()}', however the current tenant '${sandbox.azure.defaultTenantId}' is not authorized to access linked subscription '${VENDOR_SUBSCRIPTION}'.`,
    );
  });

  test('there is no role there; with one the peering is made', async () => {
    const { vendorArm, objectId } = await vendorSide();
    const auxiliary = `Bearer ${await appToken(sandbox, app, VENDOR_TENANT)}`;
    const other = `Bearer ${await appToken(sandbox, app)}`;
    for (const header of [auxiliary, `${other}, ${auxiliary}`, `${other};${auxiliary}`]) {
      const headers = { 'x-ms-authorization-auxiliary': header };
      expect(refusal(await asApp('PUT', peering(), peeringTo(remote), headers))).toBe(
        `403 LinkedAuthorizationFailed: The client '${app.appId}' with object id '${objectId}' has permission to perform action 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write' on scope '${peering()}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) '${remote}' (respectively) or the linked scope(s) are invalid.`,
      );
    }
    await assign(vendorArm, remote, objectId, roleIn(remote, NETWORK_CONTRIBUTOR));
    const headers = { 'x-ms-authorization-auxiliary': auxiliary };
    const made = await asApp('PUT', peering(), peeringTo(remote), headers);
    expect([made.status, properties(made).peeringState]).toEqual([201, 'Initiated']);
  });
});

describe('what else stops a write', () => {
  const peering = () => `${vnet}/virtualNetworkPeerings/p`;

  test('a provider that is not registered, until it is', async () => {
    const { defaultSubscriptionId: id } = sandbox.azure;
    sandbox.azure.registration(id, 'Microsoft.Network', 'NotRegistered');
    sandbox.azure.operations({ ms: 1000 });
    const refused = await arm('PUT', peering(), peeringTo(vnet));
    expect(refusal(refused)).toBe(
      "409 MissingSubscriptionRegistration: The subscription is not registered to use namespace 'Microsoft.Network'. See https://aka.ms/rps-not-found for how to register subscriptions.",
    );
    expect(Object(refused.body.error).details).toMatchObject([{ target: 'Microsoft.Network' }]);
    expect((await arm('GET', vnet)).status).toBe(200);
    const provider = `/subscriptions/${id}/providers/Microsoft.Network`;
    expect((await arm('POST', `${provider}/register`)).body.registrationState).toBe('Registering');
    await sandbox.clock.advance(1000);
    expect((await arm('GET', provider)).body.registrationState).toBe('Registered');
    expect(code(await arm('PUT', peering(), peeringTo(vnet)))).toBe('400 VnetCannotBePeeredWithItself');
  });

  test('a lock on the group or above', async () => {
    const lock = `${group}/providers/Microsoft.Authorization/locks/keep`;
    await arm('PUT', lock, { properties: { level: 'CanNotDelete' } });
    expect(refusal(await arm('DELETE', peering()))).toBe(
      `409 ScopeLocked: The scope '${peering()}' cannot perform delete operation because following scope(s) are locked: '${group}'. Please remove the lock and try again.`,
    );
    expect(
      (await arm('PUT', `${vnet}/subnets/s`, { properties: { addressPrefix: '10.0.1.0/24' } })).status,
    ).toBe(201);
    await arm('PUT', lock, { properties: { level: 'ReadOnly' } });
    expect(code(await arm('PUT', `${vnet}/subnets/s`, { properties: {} }))).toBe('409 ScopeLocked');
    const listed = await arm('GET', `${vnet}/providers/Microsoft.Authorization/locks?$filter=atScope()`);
    expect(values(listed)).toMatchObject([{ name: 'keep', properties: { level: 'ReadOnly' } }]);
    expect((await arm('DELETE', lock)).status).toBe(200);
    expect((await arm('DELETE', peering())).status).toBe(204);
  });

  test('a policy, by its name', async () => {
    const scope = `/subscriptions/${sandbox.azure.defaultSubscriptionId}`;
    sandbox.azure.policy('no-foreign-peerings', { scope, actions: ['*/virtualNetworkPeerings/write'] });
    const refused = await arm('PUT', peering(), peeringTo(vnet));
    expect(refusal(refused)).toContain(
      "403 RequestDisallowedByPolicy: Resource 'p' was disallowed by policy.",
    );
    expect(Object(refused.body.error)).toMatchObject({
      target: 'p',
      additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentName: 'no-foreign-peerings' } }],
    });
    sandbox.azure.policy('no-foreign-peerings', null);
    expect(code(await arm('PUT', peering(), peeringTo(vnet)))).toBe('400 VnetCannotBePeeredWithItself');
  });

  test('a group or a network that does not exist', async () => {
    const nowhere = group.replace(/rg$/, 'nowhere');
    const elsewhere = vnet.replace('/rg/', '/nowhere/');
    expect(refusal(await arm('GET', elsewhere))).toBe(
      "404 ResourceGroupNotFound: Resource group 'nowhere' could not be found.",
    );
    expect(refusal(await arm('GET', `${vnet}2/subnets/s`))).toBe(
      "404 ResourceNotFound: The Resource 'Microsoft.Network/virtualNetworks/vnet2' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    );
    expect(refusal(await arm('GET', `${vnet}/subnets/s`))).toBe(
      `404 NotFound: Resource ${vnet}/subnets/s not found.`,
    );
    expect((await arm('HEAD', nowhere)).status).toBe(404);
  });

  test('throttling, and faults in the words of ARM', async () => {
    sandbox.azure.consistency({ throttleEvery: 2 });
    expect((await arm('GET', vnet)).status).toBe(200);
    const throttled = await arm('GET', vnet);
    expect([code(throttled), throttled.headers.get('retry-after')]).toEqual(['429 TooManyRequests', '1']);
    sandbox.azure.consistency({});
    sandbox.faults.add({
      on: 'arm.virtualNetworks.get',
      times: 1,
      fault: { kind: 'rate-limit', retryAfterSeconds: 3 },
    });
    const limited = await arm('GET', vnet);
    expect([code(limited), limited.headers.get('retry-after')]).toEqual(['429 TooManyRequests', '3']);
    sandbox.faults.add({ on: 'arm.virtualNetworks.get', times: 1, fault: { kind: 'status', status: 503 } });
    expect(code(await arm('GET', vnet))).toBe('503 InternalServerError');
  });
});
