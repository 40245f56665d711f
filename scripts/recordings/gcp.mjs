// Recorded answers of Google Cloud through dfcloud's reader of it: a server on the loopback interface gives each answer
// again. What dfcloud reads only inside of a longer answer (one subnet, one rule of a policy) is put into one.
import { EFFECTIVE, FIREWALL, NETWORK, nameOfLink, ROUTE, SUBNETWORK } from './gcp-facts.mjs';
import { compare, loadSources, quickClock, startReplay } from './replay.mjs';

/** The items of a list that is kept in parts. */
const scoped = (name) => (body) => Object.values(body.items ?? {}).flatMap((scope) => scope[name] ?? []);
const listed = (body) => body.items ?? [];
const itself = (body) => [body];

/** By the kind of a body: the items in it, dfcloud's call for them, and what is compared. */
const KINDS = {
  'compute#network': { items: itself, facts: NETWORK, read: readNetworks },
  'compute#networkList': { items: listed, facts: NETWORK, read: readNetworks },
  'compute#subnetwork': { items: itself, facts: SUBNETWORK, read: readSubnetworks },
  'compute#subnetworkAggregatedList': {
    items: scoped('subnetworks'),
    facts: SUBNETWORK,
    read: readSubnetworks,
  },
  'compute#route': { items: itself, facts: ROUTE, read: readLists('routes') },
  'compute#routeList': { items: listed, facts: ROUTE, read: readLists('routes') },
  'compute#firewall': { items: itself, facts: FIREWALL, read: readLists('firewalls') },
  'compute#firewallList': { items: listed, facts: FIREWALL, read: readLists('firewalls') },
  'compute#firewallPolicy': { items: (policy) => [inEffect(policy)], facts: EFFECTIVE, read: readEffective },
  'compute#firewallPolicyRule': {
    items: (rule) => [inEffect({ name: 'of-one-rule', rules: [rule] })],
    facts: EFFECTIVE,
    read: readEffective,
  },
  effective: { items: itself, facts: EFFECTIVE, read: readEffective },
};

function inEffect(policy) {
  return { firewallPolicys: [{ ...policy, type: 'NETWORK' }] };
}

/** Opens the reader: `check(exchange)` gives `{ operation, skipped }`, or throws what is wrong; `close()` ends it. */
export async function openReader() {
  const { openCompute, CloudRefusedError, remove } = await loadSources({
    client: ['gcp', 'client.ts'],
    error: ['errors', 'cloud-refused-error.ts'],
  });
  const replay = await startReplay();
  const open = (projectId) => {
    const access = { accessToken: 'replay', endpoint: replay.endpoint };
    return openCompute({ projectId, network: 'n', ...access, timeoutMs: 10_000 }, quickClock());
  };
  return {
    check: (exchange) => check(exchange, { open, replay, CloudRefusedError }),
    close: async () => {
      remove();
      await replay.close();
    },
  };
}

async function check({ request, response }, means) {
  const { status, body } = response;
  const operation = nameOf(request, response);
  if (status >= 400) {
    await checkRefusal(response, means);
  } else if (body?.kind === 'compute#operation') {
    await checkOperation(request, body, means);
  } else {
    const kind = KINDS[/getEffectiveFirewalls/.test(request.url) ? 'effective' : body?.kind];
    if (!kind) return { operation, skipped: true };
    const items = kind.items(body);
    const expected = items.flatMap(kind.facts.recorded);
    compare(expected, (await kind.read(items, means)).flatMap(kind.facts.read));
  }
  return { operation, skipped: false };
}

/** `compute GET networks`, `error 404`. */
function nameOf({ method, url }, { status }) {
  if (status >= 400) return `error ${status}`;
  const { hostname, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => /^[a-z]+[A-Za-z]*$/.test(part));
  return `${hostname.split('.')[0]} ${method} ${parts.at(-1)}`;
}

async function readNetworks(networks, { open, replay }) {
  const read = [];
  for (const network of networks) {
    replay.always(200, network);
    const [projectId] = nameOfLink(network.selfLink).split('/');
    read.push(await (await open(projectId)).network('n'));
  }
  return read;
}

/** dfcloud asks for all subnets at once. */
function readSubnetworks(subnets, means) {
  const scopes = subnets.map((subnet, index) => [`scope-${index}`, { subnetworks: [subnet] }]);
  const list = { kind: 'compute#subnetworkAggregatedList', items: Object.fromEntries(scopes) };
  return readByNetwork(subnets, list, 'subnetworks', means);
}

function readLists(call) {
  return (items, means) => readByNetwork(items, { items }, call, means);
}

/** dfcloud asks for what belongs to one network; together, that is everything. */
async function readByNetwork(items, list, call, { open, replay }) {
  const read = [];
  for (const name of new Set(items.map(({ network }) => nameOfLink(network)))) {
    const [projectId, network] = name.split('/');
    replay.always(200, list);
    read.push(...(await (await open(projectId))[call](network)));
  }
  return read;
}

async function readEffective([body], { open, replay }) {
  replay.always(200, body);
  const network = body.firewalls?.[0]?.network;
  const [projectId] = network ? nameOfLink(network).split('/') : ['replayed'];
  const compute = await open(projectId);
  return [await compute.effectiveFirewalls('n')];
}

/** An operation is what a write answers, or what waiting for it does: dfcloud waits until it is over. */
async function checkOperation({ method }, recorded, means) {
  const { error, httpErrorStatusCode, httpErrorMessage, ...op } = recorded;
  const first = method === 'GET' ? { ...op, status: 'RUNNING' } : recorded;
  const second = method === 'GET' ? recorded : { ...recorded, status: 'DONE' };
  means.replay.inTurn([first, second, { ...second, status: 'DONE' }]);
  const compute = await means.open('replayed');
  const writing = compute.addPeering('n', { name: 'p', peer: { projectId: 'replayed', name: 'other' } });
  if (recorded.error) await refused(writing, recorded.error.errors[0], means);
  else await writing;
  const over = first.status === 'DONE' ? 1 : second.status === 'DONE' ? 2 : 3;
  const asked = means.replay.asked();
  if (asked !== over) throw new TypeError(`It was over after ${over} answers, and ${asked} were asked for.`);
}

async function checkRefusal({ status, body }, means) {
  means.replay.always(status, body);
  const compute = await means.open('replayed');
  const { errors, status: word, message } = body?.error ?? {};
  const code = errors?.[0]?.reason ?? word;
  await refused(compute.network('n'), { code, message }, means);
}

/** The code must survive, in whichever of Google's two spellings, and so must Google's words. */
async function refused(call, { code, message }, { CloudRefusedError }) {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof CloudRefusedError)) throw new TypeError(`The refusal became: ${error}`);
  const { cloudCode } = error.call;
  const plain = (text) => text.replaceAll('_', '').toLowerCase();
  if (plain(cloudCode) !== plain(code)) throw new TypeError(`Code ${code} became ${cloudCode}.`);
  if (!error.message.includes(message)) throw new TypeError(`${message} became ${error.message}`);
}
