// npm run recordings -- --dir D [--json]
//
// Runs recorded exchanges of the clouds through dfcloud's readers. Each `*.json` in the folder holds `provider` and
// `exchanges[] { request, response { status, body } }`. An answer is accepted when what dfcloud reads of it equals what
// was recorded, a refusal when its code survives; skipped is what dfcloud neither makes nor reads. Exits 1 when an
// answer is rejected.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** The readers by their clouds. */
const READERS = {
  aws: () => import('./recordings/aws.mjs'),
  gcp: () => import('./recordings/gcp.mjs'),
  azure: () => import('./recordings/azure.mjs'),
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { values } = parseArgs({
  options: { dir: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const files = values.dir === undefined ? [] : recordingsIn(values.dir);
if (files.length === 0) {
  console.error(
    `There is no recording in --dir ${values.dir ?? '(not given)'}. Give a folder of *.json recordings.`,
  );
  process.exitCode = 2;
} else {
  const results = await runAll(files);
  const { length: exchanges } = results.filter(({ exchange }) => exchange !== null);
  const rejected = results
    .filter(({ outcome }) => outcome === 'rejected')
    .map(({ file, exchange, operation, why }) => ({ file, exchange, operation, why }));
  const counts = { accepted: count(results, 'accepted'), skipped: count(results, 'skipped') };
  if (values.json) console.log(JSON.stringify({ files: files.length, exchanges, ...counts, rejected }));
  else printTable(results);
  process.exitCode = rejected.length === 0 ? 0 : 1;
}

function recordingsIn(dir) {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(dir, name));
  } catch {
    return [];
  }
}

/** One result for each exchange: `{ file, provider, exchange, operation, outcome, why }`. */
async function runAll(paths) {
  const open = new Map();
  const readerOf = async (provider) => {
    if (!open.has(provider)) open.set(provider, await (await READERS[provider]()).openReader());
    return open.get(provider);
  };
  const results = [];
  try {
    for (const path of paths) results.push(...(await runFile(path, readerOf)));
  } finally {
    for (const reader of open.values()) await reader.close();
  }
  return results;
}

async function runFile(path, readerOf) {
  const file = path.split(/[\\/]/).at(-1);
  const prefix = file.split('-')[0];
  let recording;
  try {
    recording = JSON.parse(readFileSync(path, 'utf8'));
    if (!Array.isArray(recording?.exchanges)) throw new TypeError('The recording has no list "exchanges".');
  } catch (error) {
    return [
      { file, provider: prefix, exchange: null, operation: null, outcome: 'rejected', why: error.message },
    ];
  }
  const { provider = prefix, exchanges } = recording;
  const results = [];
  for (const [exchange, recorded] of exchanges.entries()) {
    const outcome = READERS[provider]
      ? await runExchange(await readerOf(provider), recorded)
      : { operation: recorded.request?.action ?? provider, outcome: 'skipped' };
    results.push({ file, provider, exchange, ...outcome });
  }
  return results;
}

async function runExchange(reader, recorded) {
  try {
    const { operation, skipped } = await reader.check(recorded);
    return { operation, outcome: skipped ? 'skipped' : 'accepted' };
  } catch (error) {
    const operation = recorded.request?.action ?? null;
    return { operation, outcome: 'rejected', why: error.message };
  }
}

/** One row per cloud, what was accepted and skipped of those that have a reader, and every rejection. */
function printTable(results) {
  const providers = groupBy(results, 'provider');
  const rows = providers.map(([provider, some]) => ({
    cloud: provider,
    files: new Set(some.map(({ file }) => file)).size,
    exchanges: some.filter(({ exchange }) => exchange !== null).length,
    accepted: count(some, 'accepted'),
    skipped: count(some, 'skipped'),
    rejected: count(some, 'rejected'),
  }));
  console.table(rows);
  for (const [provider, some] of providers.filter(([name]) => READERS[name])) {
    for (const outcome of ['accepted', 'skipped']) {
      console.log(`${provider}, ${outcome}: ${operationsOf(some.filter((one) => one.outcome === outcome))}`);
    }
  }
  for (const { file, exchange, operation, why } of results.filter((one) => one.outcome === 'rejected')) {
    console.log(`rejected: ${file}, exchange ${exchange}, ${operation}: ${why}`);
  }
}

/** `CreateTags 2, DescribeVpcs 11`. */
function operationsOf(results) {
  const groups = groupBy(results, 'operation');
  const texts = groups.map(([operation, { length }]) => `${operation} ${length}`);
  return texts.sort().join(', ') || 'none';
}

/** `[[value, results with it], …]` in the order in which the values come. */
function groupBy(results, key) {
  const values = [...new Set(results.map((result) => result[key]))];
  return values.map((value) => [value, results.filter((result) => result[key] === value)]);
}

function count(results, outcome) {
  return results.filter((result) => result.outcome === outcome).length;
}
