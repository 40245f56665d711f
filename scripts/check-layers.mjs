// Checks the layer rules: which room may import which. Prints where to import from instead, and exits 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/** For each room: the rooms it may import (besides itself), or single files of them. */
const MAY_IMPORT = {
  internal: [],
  errors: ['internal'],
  path: ['internal'],
  http: ['internal', 'errors'],
  waiters: ['internal', 'errors', 'http'],
  resources: ['internal', 'errors', 'http', 'waiters', 'path/cidr', 'path/address', 'path/ranges'],
  peering: ['internal', 'errors', 'http', 'waiters', 'resources', 'path'],
  verify: ['internal', 'errors', 'path'],
  aws: ['internal', 'errors', 'http', 'path', 'peering'],
  gcp: ['internal', 'errors', 'http', 'path', 'peering'],
  azure: ['internal', 'errors', 'http', 'path', 'peering'],
  'client-options': ['internal', 'errors', 'http', 'resources'],
  'connection-verifier': ['internal', 'errors', 'path', 'resources', 'peering', 'verify'],
  client: [
    'client-options',
    'connection-verifier',
    'internal',
    'errors',
    'http',
    'waiters',
    'resources',
    'peering',
    'verify',
  ],
  index: [
    'internal',
    'client-options',
    'connection-verifier',
    'verify',
    'errors',
    'http',
    'waiters',
    'resources',
    'peering',
    'client',
  ],
  sandbox: ['internal', 'path/cidr', 'path/address', 'path/ranges', 'resources/wire'],
  cli: ['index', 'verify/index', 'sandbox/index', 'aws/index', 'gcp/index', 'azure/index'],
  testing: ['index', 'verify/index', 'sandbox/index'],
};

/** What to do instead, by the room that was reached for. */
const ADVICE = {
  cli: 'nobody imports cli; move what you need down into a room of its own',
  sandbox: 'the sandbox is entered by cli and testing only, through src/sandbox/index.ts',
  resources: 'take the type from src/index.ts (cli, testing), or pass what you need as an argument',
  http: 'take a function of the type you need as an argument; only http, waiters, resources and client speak HTTP',
  path: 'CIDR arithmetic is in src/path/{cidr,address,ranges}.ts; the path model is for peering, verify and the clouds',
  verify: 'only client and the entries know verify; the verifier must run without an API client',
  client: 'client is assembled from the rooms, not used by them; pass the resource you need as an argument',
  index: 'index is the public face; inside, import the file that defines the name',
};

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

/** `http` for src/http/retry.ts, `client` for src/client.ts. */
const roomOf = (path) => path.split(sep)[0].replace(/\.ts$/, '');

const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g;

const faults = [];
for (const file of sources(src)) {
  const from = relative(src, file);
  const room = roomOf(from);
  const allowed = MAY_IMPORT[room];
  if (!allowed) {
    faults.push(`${from}: the room '${room}' is not in the list; add it to scripts/check-layers.mjs`);
    continue;
  }
  const text = readFileSync(file, 'utf8');
  for (const [index, line] of text.split('\n').entries()) {
    for (const [, specifier] of line.matchAll(IMPORT)) {
      const target = relative(src, normalize(join(dirname(file), specifier))).replace(/\.js$/, '');
      const targetRoom = roomOf(target);
      if (targetRoom === room || target.startsWith('..')) continue;
      const fine = allowed.some((rule) => rule === targetRoom || rule === target.split(sep).join('/'));
      if (fine) continue;
      const advice = ADVICE[targetRoom] ?? `${room} may import: ${allowed.join(', ') || 'nothing'}`;
      faults.push(`src/${from}:${index + 1}: ${room} must not import ${target}. Instead: ${advice}.`);
    }
  }
}

for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} imports against the layer rules` : 'layers: ok');
process.exit(faults.length ? 1 : 0);
