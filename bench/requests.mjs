import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DfCloud } from 'dfcloud';
import ky from 'ky';
import { median, number, table } from './stats.mjs';

const CONCURRENCY = 50;
const KEY = 'bench-key';

/** The same GET in three ways; each gives the parsed answer. */
function ways(baseUrl) {
  const client = new DfCloud({ apiKey: KEY, baseUrl });
  const url = `${baseUrl}/v1/connections/conn-1`;
  const headers = { authorization: `Bearer ${KEY}`, accept: 'application/json' };
  return {
    dfcloud: () => client.connections.get('conn-1'),
    ky: () => ky.get(url, { headers }).json(),
    fetch: async () => (await fetch(url, { headers })).json(),
  };
}

/** Calls per second with so many under way at any time. */
async function rate(call, durationMs) {
  const endMs = performance.now() + durationMs;
  let calls = 0;
  const worker = async () => {
    while (performance.now() < endMs) {
      await call();
      calls += 1;
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return (calls / (performance.now() - startedMs)) * 1000;
}

/** Requests per second against a server in another process: interleaved rounds, medians, ratios within each round. */
export async function measureRequests(rounds = 11, roundMs = 700) {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(server.stdout, 'data');
    const calls = ways(String(line).trim());
    const rates = { dfcloud: [], ky: [], fetch: [] };
    for (const call of Object.values(calls)) await rate(call, roundMs);
    for (let round = 0; round < rounds; round += 1) {
      // Each goes first in turn.
      const order = Object.keys(calls).map((_, index, names) => names[(index + round) % names.length]);
      for (const name of order) rates[name].push(await rate(calls[name], roundMs));
    }
    const ratio = (other) => median(rates.dfcloud.map((value, round) => value / rates[other][round]));
    return {
      concurrency: CONCURRENCY,
      rounds,
      perSecond: Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)])),
      ofKy: ratio('ky'),
      ofFetch: ratio('fetch'),
    };
  } finally {
    server.kill();
  }
}

/** The result as a person reads it. */
export function printRequests({ concurrency, rounds, perSecond, ofKy, ofFetch }) {
  const rows = [
    [
      'dfcloud connections.get',
      number(perSecond.dfcloud),
      `${ofKy.toFixed(2)} of ky`,
      `${ofFetch.toFixed(2)} of fetch`,
    ],
    ['ky alone', number(perSecond.ky), '', ''],
    ['bare fetch', number(perSecond.fetch), '', ''],
  ];
  return `Requests per second at concurrency ${concurrency}, median of ${rounds} rounds (target: at least 0.85 of ky)\n${table(rows)}`;
}
