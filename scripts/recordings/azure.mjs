// Recorded answers of Azure Resource Manager and Microsoft Graph through dfcloud's readers of them: a server on the loopback
// interface gives each answer again. What dfcloud reads only inside of a longer answer (one subnet, one rule) is put into one.
import {
  APPLICATION,
  EFFECTIVE_ROUTE,
  NIC,
  NSG,
  PEERING,
  ROLE_ASSIGNMENT,
  ROLE_DEFINITION,
  ROUTE_TABLE,
  SERVICE_PRINCIPAL,
  VNET,
} from './azure-facts.mjs';
import { compare, loadSources, quickClock, startReplay } from './replay.mjs';

const GUID = '00000000-1111-2222-3333-444444444444';
const ID = `/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.Network/things/one`;

/** By the type of a resource: how it gets into an answer that dfcloud asks for, the call, and what is compared. */
const KINDS = {
  'microsoft.network/virtualnetworks': { facts: VNET, call: ({ arm, context }) => arm.vnet(ID, context) },
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': {
    facts: PEERING,
    call: ({ arm, context }) => arm.peering(ID, context),
  },
  'microsoft.network/virtualnetworks/subnets': {
    wrap: (subnet) => ({
      id: ID,
      name: 'one',
      location: 'x',
      properties: { ...ADDRESSES, subnets: [subnet] },
    }),
    facts: VNET,
    call: ({ arm, context }) => arm.vnet(ID, context),
  },
  'microsoft.network/networksecuritygroups': { facts: NSG, call: ({ arm, context }) => arm.nsg(ID, context) },
  'microsoft.network/networksecuritygroups/securityrules': inGroup('securityRules'),
  'microsoft.network/networksecuritygroups/defaultsecurityrules': inGroup('defaultSecurityRules'),
  'microsoft.network/routetables': {
    facts: ROUTE_TABLE,
    call: ({ arm, context }) => arm.routeTable(ID, context),
  },
  'microsoft.network/routetables/routes': {
    wrap: (route) => ({ id: ID, name: 'one', properties: { routes: [route] } }),
    facts: ROUTE_TABLE,
    call: ({ arm, context }) => arm.routeTable(ID, context),
  },
  'microsoft.network/networkinterfaces': { facts: NIC, call: ({ arm, context }) => arm.nic(ID, context) },
  'microsoft.authorization/roledefinitions': {
    facts: ROLE_DEFINITION,
    call: ({ arm, context }) => arm.roleDefinition(GUID, GUID, context),
  },
  'microsoft.authorization/roleassignments': {
    wrap: (assignment) => ({ value: [assignment] }),
    unwrap: ({ value }) => value[0],
    facts: ROLE_ASSIGNMENT,
    call: async ({ arm, context }, { properties }) =>
      (await arm.roleAssignments(properties.scope, properties.principalId, context))[0],
  },
  application: { facts: APPLICATION, call: ({ graph, context }) => graph.applicationById(GUID, context) },
  servicePrincipal: {
    facts: SERVICE_PRINCIPAL,
    call: ({ graph, context }) => graph.servicePrincipalById(GUID, context),
  },
};

const ADDRESSES = { provisioningState: 'Succeeded', addressSpace: { addressPrefixes: ['10.0.0.0/8'] } };

function inGroup(field) {
  return {
    wrap: (rule) => ({ id: ID, name: 'one', properties: { [field]: [rule] } }),
    facts: NSG,
    call: ({ arm, context }) => arm.nsg(ID, context),
  };
}

/** Opens the reader: `check(exchange)` gives `{ operation, skipped }`, or throws what is wrong; `close()` ends it. */
export async function openReader() {
  const { RestArm, RestGraph, CloudRefusedError, remove } = await loadSources({
    arm: ['azure', 'arm', 'rest-arm.ts'],
    graph: ['azure', 'graph', 'rest-graph.ts'],
    error: ['errors', 'cloud-refused-error.ts'],
  });
  const replay = await startReplay();
  const tokens = { token: async () => 'replay' };
  const config = { endpoint: replay.endpoint, tokens, timeoutMs: 10_000, fetch: undefined };
  const context = { signal: undefined, clock: quickClock() };
  const means = {
    arm: new RestArm(config),
    graph: new RestGraph(config),
    context,
    replay,
    CloudRefusedError,
  };
  return {
    check: (exchange) => check(exchange, means),
    close: async () => {
      remove();
      await replay.close();
    },
  };
}

async function check({ request, response }, means) {
  const { status, body } = response;
  const url = new URL(request.url);
  const operation = nameOf(request.method, url, status);
  if (isCall(url) === false) return { operation, skipped: true };
  if (status >= 400) {
    await checkRefusal(url, response, means);
    return { operation, skipped: false };
  }
  if (/\/operations\//i.test(url.pathname) && typeof body?.status === 'string') {
    await checkOperation(body, means);
    return { operation, skipped: false };
  }
  const items = Array.isArray(body?.value) ? body.value : [body];
  if (items.length > 0 && items.every(isEffectiveRoute)) {
    await checkEffectiveRoutes(items, means);
    return { operation, skipped: false };
  }
  const known = items.flatMap((item) => kindOf(url, item) ?? []);
  if (known.length === 0 || known.length < items.length) return { operation, skipped: true };
  for (const [index, kind] of known.entries()) await checkItem(kind, items[index], means);
  return { operation, skipped: false };
}

/** The two services that dfcloud reads, and no older ones. */
function isCall({ hostname }) {
  return ['management.azure.com', 'graph.microsoft.com'].includes(hostname);
}

/** `arm GET virtualNetworks`, `error 404`. */
function nameOf(method, { hostname, pathname }, status) {
  if (status >= 400) return `error ${status}`;
  const words = pathname.split('/').filter((part) => /^[a-z]+[A-Za-z]*$/.test(part) && part.length > 3);
  return `${hostname.startsWith('graph') ? 'graph' : 'arm'} ${method} ${words.at(-1)}`;
}

function kindOf({ hostname, pathname }, item) {
  if (!hostname.startsWith('graph')) {
    return item?.id === undefined ? undefined : KINDS[(item.type ?? typeIn(pathname)).toLowerCase()];
  }
  if (item?.appId === undefined || item.id === undefined) return undefined;
  const path = pathname.toLowerCase();
  if (path.includes('/serviceprincipals')) return KINDS.servicePrincipal;
  return path.includes('/applications') ? KINDS.application : undefined;
}

/** Older answers do not say their type: `…/providers/Microsoft.Network/virtualNetworks/v/subnets/s` does. */
function typeIn(pathname) {
  const [namespace = '', ...rest] = (pathname.split(/\/providers\//i).at(-1) ?? '').split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

async function checkItem({ facts, call, wrap = (item) => item, unwrap = (body) => body }, item, means) {
  const body = wrap(item);
  means.replay.always(200, body);
  const read = await call(means, item);
  if (read === undefined) throw new TypeError('It is there, and dfcloud reads nothing.');
  compare(facts.recorded(unwrap(body)), facts.read(read));
}

const isEffectiveRoute = (item) => Array.isArray(item?.addressPrefix) && item.nextHopType !== undefined;

async function checkEffectiveRoutes(value, { arm, context, replay }) {
  replay.always(200, { value });
  const read = await arm.effectiveRoutes(ID, context);
  compare(value.flatMap(EFFECTIVE_ROUTE.recorded), read.flatMap(EFFECTIVE_ROUTE.read));
}

/** What asking about a long-running operation answers: dfcloud asks on until it is over, and knows a failure. */
async function checkOperation(body, { arm, context, replay, CloudRefusedError }) {
  const poll = { status: 200, body };
  const headers = { 'azure-asyncoperation': `${replay.endpoint}/operations/1` };
  const over = { status: 200, body: { status: 'Succeeded' } };
  const goesOn = body.status === 'InProgress';
  replay.answers([{ status: 202, headers }, poll, ...(goesOn ? [over] : [])]);
  const deleting = arm.deletePeering(ID, context);
  if (['Failed', 'Canceled'].includes(body.status)) {
    await refused(deleting, body.error ?? {}, CloudRefusedError);
    return;
  }
  await deleting;
  const wanted = goesOn ? 3 : 2;
  if (replay.asked() !== wanted) {
    throw new TypeError(`It was over after ${wanted} answers, and ${replay.asked()} were asked for.`);
  }
}

async function checkRefusal(
  { hostname },
  { status, body },
  { arm, graph, context, replay, CloudRefusedError },
) {
  replay.always(status, body);
  const call = hostname.startsWith('graph')
    ? graph.createServicePrincipal(GUID, context)
    : arm.putRoleDefinition(
        GUID,
        { roleName: 'r', description: '', actions: [], subscriptionId: GUID },
        context,
      );
  await refused(call, body?.error ?? body?.Error ?? body ?? {}, CloudRefusedError);
}

/** The code must survive, and so must Azure's words. */
async function refused(call, recorded, CloudRefusedError) {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  const { code = recorded.Code, message = recorded.Message } = recorded;
  if (!(error instanceof CloudRefusedError)) throw new TypeError(`The refusal became: ${error}`);
  const { cloudCode } = error.call;
  const same = code === undefined || cloudCode === code || cloudCode.startsWith(`${code}.`);
  if (!same) throw new TypeError(`Code ${code} became ${cloudCode}.`);
  const words = (message ?? '').trim().replace(/[.\s]*$/, '');
  if (!error.message.includes(words)) throw new TypeError(`${message} became ${error.message}`);
}
