// The path model against ipaddr.js and net.BlockList: longest-prefix look-ups, and traces of a large VPC.
// node bench/path.mjs [--json] [--full]     --full: the others, too, do all 1,000,000 look-ups
import { mkdtempSync, rmSync } from 'node:fs';
import { BlockList, SocketAddress } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ipaddr from 'ipaddr.js';
import { build } from 'tsup';

const LOOKUPS = 1_000_000;
const PEER_LOOKUPS = process.argv.includes('--full') ? LOOKUPS : 50_000;
const SUBNETS = 200;
const ROUTES = 500;

const path = await loadPathModel();
const random = seeded(7);
const lookups = benchLookups();
const traces = [
  benchTraces('routes all over 10.0.0.0/8', 8),
  benchTraces('every route inside the traced /16', 16),
];

if (process.argv.includes('--json')) console.log(JSON.stringify({ lookups, traces }));
else {
  console.log(
    `\nLongest-prefix look-up, ${ROUTES} routes, IPv4 (ours: ${LOOKUPS} look-ups, others: ${PEER_LOOKUPS})`,
  );
  console.table(lookups);
  console.log(
    `\nTrace, ${SUBNETS} subnets x ${ROUTES} routes, 60 group rules, 2 x 40 ACL rules, in one process`,
  );
  console.table(traces);
}

/** Builds src/path into a temporary folder, since the library does not export the path model. */
async function loadPathModel() {
  const src = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'path');
  const outDir = mkdtempSync(join(tmpdir(), 'path-bench-'));
  const names = ['address', 'cidr', 'prefix-index', 'trace'];
  try {
    const entry = Object.fromEntries(names.map((name) => [name, join(src, `${name}.ts`)]));
    await build({
      entry,
      outDir,
      format: ['esm'],
      outExtension: () => ({ js: '.mjs' }),
      config: false,
      silent: true,
    });
    const parts = names.map((name) => import(pathToFileURL(join(outDir, `${name}.mjs`)).href));
    return Object.assign({}, ...(await Promise.all(parts)));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function benchLookups() {
  const routes = [...new Set(Array.from({ length: ROUTES * 2 }, () => randomBlock(8, 8, 28)))].slice(
    0,
    ROUTES,
  );
  const texts = Array.from({ length: LOOKUPS }, (_, i) =>
    addressIn(i % 4 ? routes[i % ROUTES] : '0.0.0.0/0'),
  );
  const numbers = texts.map(path.ipv4Number);
  const few = texts.slice(0, PEER_LOOKUPS);

  const index = new path.PrefixIndex(routes.map((route) => [path.cidr(route), route]));
  const byIpaddr = longestByIpaddr(routes);
  const byBlockList = longestByBlockList(routes);
  for (const text of few.slice(0, 5000)) {
    const expected = index.lookup(path.parseAddress(text))?.values[0];
    const [a, b] = [byIpaddr(ipaddr.parse(text)), byBlockList(new SocketAddress({ address: text }))];
    if (a !== expected || b !== expected) throw new RangeError(`${text}: ${expected}, ${a}, ${b}`);
  }

  const rows = [
    row('dfcloud, from text', texts, (text) => index.lookupIpv4(path.ipv4Number(text))),
    row('ipaddr.js, from text', few, (text) => byIpaddr(ipaddr.IPv4.parse(text))),
    row('net.BlockList per length, from text', few, (text) => byBlockList(text)),
    row('dfcloud, parsed', numbers, (number) => index.lookupIpv4(number)),
    row(
      'ipaddr.js, parsed',
      few.map((text) => ipaddr.IPv4.parse(text)),
      byIpaddr,
    ),
    row(
      'net.BlockList per length, parsed',
      few.map((address) => new SocketAddress({ address })),
      byBlockList,
    ),
  ];
  return rows.map((one, i) => ({
    ...one,
    'times dfcloud': round(one['ns/op'] / rows[i < 3 ? 0 : 3]['ns/op']),
  }));
}

/** ipaddr.js has no index: the routes are tried from the longest to the shortest. */
function longestByIpaddr(routes) {
  const ranges = byLength(routes).map((route) => ({ route, range: ipaddr.IPv4.parseCIDR(route) }));
  return (address) => ranges.find(({ range }) => address.match(range))?.route;
}

/** net.BlockList says only whether an address is in it: one list per prefix length, then the route by its network. */
function longestByBlockList(routes) {
  const lists = new Map();
  for (const route of byLength(routes)) {
    const [network, length] = route.split('/');
    if (!lists.has(length)) lists.set(length, new BlockList());
    lists.get(length).addSubnet(network, Number(length));
  }
  const known = new Set(routes);
  return (address) => {
    for (const [length, list] of lists) {
      if (!list.check(address)) continue;
      const value = path.ipv4Number(typeof address === 'string' ? address : address.address);
      const route = blockAround(value, Number(length));
      return known.has(route) ? route : undefined;
    }
    return undefined;
  };
}

/**
 * Every subnet has a table, groups and ACLs of its own, so that nothing is computed once for all of them. Cold: the
 * first run, with the indexes still to be built; warm: the same again.
 */
function benchTraces(name, inside) {
  const snapshot = largeVpc(inside);
  const request = { remote: snapshot.remote.cidrs, port: 6379, ephemeral: { from: 1024, to: 65_535 } };
  const once = () =>
    snapshot.sources.map(({ id }) => path.trace(snapshot, { sourceId: id, ...request }).length);
  const start = performance.now();
  const pieces = once().reduce((sum, count) => sum + count, 0);
  const cold = performance.now() - start;
  const again = performance.now();
  once();
  const warm = performance.now() - again;
  const theirs = Object.fromEntries(
    [
      ['ipaddr.js', longestByIpaddr, (text) => ipaddr.IPv4.parse(text)],
      ['net.BlockList', longestByBlockList, (text) => text],
    ].map(([peer, longest, read]) => [`${peer} routes only ms`, round(timePeer(snapshot, longest, read))]),
  );
  return {
    name,
    pieces,
    'cold ms': round(cold),
    'warm ms': round(warm),
    'ms/subnet': round(cold / SUBNETS),
    ...theirs,
  };
}

/** The same question to a peer: which route wins at each point of the traced block where a route starts or ends. */
function timePeer(snapshot, longest, read) {
  const [block] = snapshot.remote.cidrs;
  const start = performance.now();
  const sample = snapshot.sources.slice(0, 10);
  for (const { routing } of sample) {
    const routes = routing[0].routes.map(({ destination }) => String(destination));
    const points = new Set([block.first]);
    for (const { destination } of routing[0].routes) {
      for (const at of [destination.first, destination.last + 1n])
        if (at >= block.first && at <= block.last) points.add(at);
    }
    const find = longest(routes);
    for (const point of points) find(read(textOf(Number(point))));
  }
  return ((performance.now() - start) * SUBNETS) / sample.length;
}

function largeVpc(inside) {
  const remote = [path.cidr('10.77.0.0/16')];
  return {
    provider: 'aws',
    local: { id: 'vpc-1', cidrs: [path.cidr('172.16.0.0/12')] },
    peering: { id: 'pcx-1', state: 'active', up: 'yes' },
    sources: Array.from({ length: SUBNETS }, (_, i) => source(i, inside)),
    remote: { id: 'df', cidrs: remote, back: { kind: 'exchanged', cidrs: [path.cidr('172.16.0.0/12')] } },
    gaps: [],
  };
}

function source(index, inside) {
  const destinations = ['10.77.0.0/16', '172.16.0.0/12'];
  while (destinations.length < ROUTES) destinations.push(randomBlock(inside, Math.max(12, inside + 1), 28));
  const routes = destinations.map((destination, i) => ({
    id: `rtb-${index} ${destination}`,
    destination: path.cidr(destination),
    rank: i,
    targets: [i % 3 === 1 ? { kind: 'elsewhere', id: 'tgw-1' } : { kind: 'peering', id: 'pcx-1' }],
    usable: 'yes',
    ifUnusable: 'drop',
    origin: 'CreateRoute',
  }));
  const rule = (id, action, match) => ({ id, action, match, applies: 'yes' });
  const some = (count, action) =>
    Array.from({ length: count }, (_, i) =>
      rule(`r${i}`, action(i), { remote: [path.cidr(randomBlock(16, 17, 28))], protocol: 'tcp' }),
    );
  const layer = (id, stateful, rules) => ({
    id,
    attachedTo: `subnet-${index}`,
    stateful,
    rules,
    fallback: 'drop',
  });
  const acl = (id) =>
    layer(id, false, [...some(39, (i) => (i % 2 ? 'drop' : 'continue')), rule('all', 'continue', {})]);
  return {
    id: `subnet-${index}`,
    cidrs: [path.cidr(`172.16.${index}.0/24`)],
    routing: [{ name: `rtb-${index}`, order: 'longest-prefix', routes }],
    out: [layer('sg', true, [...some(59, () => 'continue'), rule('all', 'continue', {})]), acl('acl-out')],
    in: [acl('acl-in')],
  };
}

function row(name, inputs, run) {
  let found = 0;
  for (const input of inputs.slice(0, 10_000)) if (run(input) !== undefined) found += 1;
  found = 0;
  const start = performance.now();
  for (const input of inputs) if (run(input) !== undefined) found += 1;
  const ms = performance.now() - start;
  return { name, 'look-ups': inputs.length, found, 'ns/op': round((ms * 1e6) / inputs.length) };
}

/** A block inside of 10.0.0.0/8 or 10.77.0.0/16 (`inside` 8 or 16), its length between `min` and `max`. */
function randomBlock(inside, min, max) {
  const length = min + Math.floor(random() * (max - min + 1));
  const base = inside === 8 ? 0x0a000000 : 0x0a4d0000;
  return blockAround(base + Math.floor(random() * 2 ** (32 - inside)), length);
}

function blockAround(value, length) {
  const size = 2 ** (32 - length);
  return `${textOf(Math.floor(value / size) * size)}/${length}`;
}

function addressIn(block) {
  const [network, length] = block.split('/');
  return textOf(path.ipv4Number(network) + Math.floor(random() * 2 ** (32 - Number(length))));
}

function textOf(value) {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function byLength(routes) {
  return [...routes].sort((a, b) => Number(b.split('/')[1]) - Number(a.split('/')[1]));
}

function round(value) {
  return Number(value.toPrecision(3));
}

/** mulberry32: the same numbers in every run. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
