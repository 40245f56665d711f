import type { Subscription } from '../../state/records.js';
import type { ArmCall, ArmContext, ArmResult, ArmRoute } from '../arm-context.js';
import { list } from '../tracked/tracked.js';
import { subscriptionNotFound } from '../wire/errors.js';
import { nameOf, subscriptionOf } from '../wire/resource-id.js';

const READ = 'Microsoft.Resources/subscriptions/read';
const PROVIDER = '/subscriptions/{subscription}/providers/{namespace}';

/** Subscriptions and tenants of the caller, and which resource providers a subscription uses. */
export const SUBSCRIPTION_ROUTES: readonly ArmRoute[] = [
  { name: 'tenants.list', method: 'GET', pattern: '/tenants', run: tenants },
  { name: 'subscriptions.list', method: 'GET', pattern: '/subscriptions', run: mine },
  {
    name: 'subscriptions.get',
    method: 'GET',
    pattern: '/subscriptions/{subscription}',
    action: READ,
    run: ({ arm, path }) => ({ status: 200, body: subscriptionView(subscription(arm, path)) }),
  },
  {
    name: 'subscriptions.locations',
    method: 'GET',
    pattern: '/subscriptions/{subscription}/locations',
    action: 'Microsoft.Resources/subscriptions/locations/read',
    run: ({ path }) => list(LOCATIONS.map((name) => ({ id: `${path}/${name}`, name, displayName: name }))),
  },
  {
    name: 'providers.get',
    method: 'GET',
    pattern: PROVIDER,
    action: 'Microsoft.Resources/subscriptions/providers/read',
    run: (call) => ({ status: 200, body: providerView(call, nameOf(call.path)) }),
  },
  {
    name: 'providers.register',
    method: 'POST',
    pattern: `${PROVIDER}/register`,
    action: ({ path }) => `${path.split('/').at(-2)}/register/action`,
    run: register,
  },
];

const LOCATIONS = [
  'centralus',
  'eastus',
  'eastus2',
  'northeurope',
  'westeurope',
  'westus',
  'westus2',
  'westus3',
];

/** Only those of the token's own directory in which the caller has any right at all. */
function mine({ arm, caller }: ArmCall): ArmResult {
  const own = arm.azure.subscriptions
    .all()
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .filter(({ id }) => arm.roles.hasAny(caller, `/subscriptions/${id}`));
  return {
    status: 200,
    body: { value: own.map(subscriptionView), count: { type: 'Total', value: own.length } },
  };
}

function tenants({ arm, caller }: ArmCall): ArmResult {
  const { id, displayName, domain } = arm.azure.directories.open(caller.tenantId);
  const tenant = {
    id: `/tenants/${id}`,
    tenantId: id,
    countryCode: 'US',
    displayName,
    domains: [domain],
    tenantCategory: 'Home',
    defaultDomain: domain,
    tenantType: 'AAD',
  };
  return list([tenant]);
}

function subscription(arm: ArmContext, path: string): Subscription {
  const id = subscriptionOf(path) ?? '';
  const found = arm.azure.subscriptions.get(id);
  if (found) return found;
  throw subscriptionNotFound(id);
}

function subscriptionView({ id, tenantId, displayName }: Subscription) {
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id,
    tenantId,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function providerView({ arm, path }: ArmCall, namespace: string) {
  const id = subscriptionOf(path) ?? '';
  const state = arm.world.unregistered.get(`${id}/${namespace}`.toLowerCase()) ?? 'Registered';
  return {
    id: `/subscriptions/${id}/providers/${namespace}`,
    namespace,
    registrationPolicy: 'RegistrationRequired',
    registrationState: state,
    resourceTypes: [],
  };
}

/** Registration goes on after the answer, and has no operation to ask for: the provider itself is asked. */
function register(call: ArmCall): ArmResult {
  const { arm, path } = call;
  const id = subscriptionOf(path) ?? '';
  const namespace = path.split('/').at(-2) ?? '';
  const key = `${id}/${namespace}`.toLowerCase();
  if (arm.world.unregistered.has(key)) {
    arm.world.unregistered.set(key, 'Registering');
    arm.azure.clock.schedule(`azure/register/${key}`, arm.rules.operations.ms, () => {
      arm.world.unregistered.delete(key);
    });
  }
  return { status: 200, body: providerView(call, namespace) };
}
