// What the readers of recorded HTTP answers share: a server that gives each answer again, dfcloud's reader built from the
// sources, and the comparison of what was recorded with what was read.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsup';

/** Throws what of two lists of lines the other one lacks. */
export function compare(expected, actual) {
  const lost = without(expected, actual);
  const invented = without(actual, expected);
  if (lost.length + invented.length === 0) return;
  throw new TypeError(
    `Lost: ${lost.join('; ') || 'nothing'}. Not recorded: ${invented.join('; ') || 'nothing'}.`,
  );
}

/** The lines of `lines` that `others` lacks, each counted as often as it occurs. */
function without(lines, others) {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Pauses between attempts take no time. */
export function quickClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

/** A server that answers what was recorded, always the same or one answer after the other. */
export async function startReplay() {
  let answers = [];
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      // The request for a next page gets an empty one, which is not recorded.
      const empty = { status: 200, body: {} };
      const again = /[?&](pageToken|%24skiptoken|\$skiptoken)=/i.test(request.url);
      const { status, body, headers } = again ? empty : answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      const text = body === undefined || body === null ? '' : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const set = (list) => {
    [answers, asked] = [list, 0];
  };
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    always: (status, body) => set([{ status, body }]),
    inTurn: (bodies) => set(bodies.map((body) => ({ status: 200, body }))),
    /** Whole answers: `{ status, body, headers }`. */
    answers: (list) => set(list),
    asked: () => asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Builds sources into a temporary folder, since the library does not export them: their exports, and `remove()`. */
export async function loadSources(files) {
  const src = join(import.meta.dirname, '..', '..', 'src');
  const outDir = mkdtempSync(join(tmpdir(), 'dfcloud-recordings-'));
  const remove = () => rmSync(outDir, { recursive: true, force: true });
  const entry = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, join(src, ...path)]));
  // What is loaded on the first call has to be there, too.
  const bundled = { noExternal: ['ky'], splitting: true, config: false, silent: true };
  const outExtension = () => ({ js: '.mjs' });
  try {
    await build({ entry, outDir, format: ['esm'], target: 'node20.19', ...bundled, outExtension });
    const parts = Object.keys(entry).map((name) => import(pathToFileURL(join(outDir, `${name}.mjs`)).href));
    return Object.assign({ remove }, ...(await Promise.all(parts)));
  } catch (error) {
    remove();
    throw error;
  }
}
