import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const BASE = 'https://compute.googleapis.com/compute/v1/projects/acme';
const NETWORK = `${BASE}/global/networks/app-vpc`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-gcp-recordings-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly accepted: number;
  readonly skipped: number;
  readonly rejected: readonly { readonly exchange: number; readonly why: string }[];
}

/** Runs the program on exchanges: `[method and path, status, body]` each. */
function runOn(...answers: readonly (readonly [call: string, status: number, body: object])[]): Result {
  const exchanges = answers.map(([call, status, body]) => {
    const [method, path] = call.split(' ');
    return { request: { method, url: `${BASE}${path}` }, response: { status, headers: {}, body } };
  });
  writeFileSync(join(folder, 'gcp-made-up.json'), JSON.stringify({ provider: 'gcp', exchanges }));
  const args = [join(root, 'scripts', 'recordings.mjs'), '--dir', folder, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const operation = { kind: 'compute#operation', name: 'operation-1', operationType: 'addPeering' };
const failure = { errors: [{ code: 'RESOURCE_NOT_READY', message: 'not ready' }] };
const refusal = (reason: string) => ({ error: { code: 403, message: 'no', errors: [{ reason }] } });
const route = { kind: 'compute#route', name: 'r', network: NETWORK, destRange: '10.9.0.0/16', priority: 7 };

describe('recordings of Google Cloud', { timeout: 60_000 }, () => {
  it('accepts what is read, and rejects what is lost', () => {
    const result = runOn(
      ['GET /global/networks/app-vpc', 200, { kind: 'compute#network', name: 'app-vpc', selfLink: NETWORK }],
      ['GET /global/routes/r', 200, { ...route, nextHopIp: '10.0.0.9' }],
      ['POST /global/networks/app-vpc/addPeering', 200, { ...operation, status: 'RUNNING' }],
      ['GET /global/operations/operation-1', 200, { ...operation, status: 'DONE', error: failure }],
      ['GET /global/networks/app-vpc', 403, refusal('forbidden')],
      ['GET /global/addresses/a', 200, { kind: 'compute#address' }],
      ['GET /global/routes', 200, { kind: 'compute#routeList', items: [{ ...route, nextHopCable: 'c' }] }],
      ['GET /global/firewalls', 200, { kind: 'compute#firewallList', items: [{ name: 'no network' }] }],
    );
    expect(result).toMatchObject({ accepted: 5, skipped: 1 });
    expect(result.rejected.map(({ exchange }) => exchange)).toEqual([6, 7]);
  });
});
