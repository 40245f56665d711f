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

/** Calls per second with so many under way at any time, and what one costs this process, in microseconds. */
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
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (calls / (performance.now() - startedMs)) * 1000, cpuMicros: (user + system) / calls };
}

/** Requests per second against a server in another process: interleaved rounds, medians, ratios within each round. */
export async function measureRequests(rounds = 31, roundMs = 200) {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(server.stdout, 'data');
    const calls = ways(String(line).trim());
    const results = { dfcloud: [], ky: [], fetch: [] };
    for (const call of Object.values(calls)) await rate(call, roundMs);
    for (let round = 0; round < rounds; round += 1) {
      // Each goes first in turn.
      const order = Object.keys(calls).map((_, index, names) => names[(index + round) % names.length]);
      for (const name of order) results[name].push(await rate(calls[name], roundMs));
    }
    return { concurrency: CONCURRENCY, rounds, ...summary(results) };
  } finally {
    server.kill();
  }
}

/** Medians of each way, and how dfcloud compares: 1 is as good as the other, less is worse. */
function summary(results) {
  const medians = (field) =>
    Object.fromEntries(
      Object.entries(results).map(([name, list]) => [name, median(list.map((one) => one[field]))]),
    );
  const { dfcloud } = results;
  const ratio = (compare) => median(dfcloud.map(compare));
  return {
    perSecond: medians('perSecond'),
    cpuMicros: medians('cpuMicros'),
    ofKy: ratio((own, round) => own.perSecond / results.ky[round].perSecond),
    ofFetch: ratio((own, round) => own.perSecond / results.fetch[round].perSecond),
    ofKyByCpu: ratio((own, round) => results.ky[round].cpuMicros / own.cpuMicros),
  };
}

/** The result as a person reads it. The CPU time says more than the rate on a machine that does other things too. */
export function printRequests({ concurrency, rounds, perSecond, cpuMicros, ofKy, ofFetch, ofKyByCpu }) {
  const row = (title, name, ...rest) => [
    title,
    number(perSecond[name]),
    `${number(cpuMicros[name])} us CPU each`,
    ...rest,
  ];
  const rows = [
    row('dfcloud connections.get', 'dfcloud', `${ofKy.toFixed(2)} of ky (by CPU ${ofKyByCpu.toFixed(2)})`),
    row('ky alone', 'ky', ''),
    row('bare fetch', 'fetch', `dfcloud: ${ofFetch.toFixed(2)} of it`),
  ];
  return `Requests per second at concurrency ${concurrency}, median of ${rounds} rounds (target: at least 0.85 of ky)\n${table(rows)}`;
}
