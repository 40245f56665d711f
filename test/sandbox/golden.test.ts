import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { api } from './helpers/api.js';

interface Golden {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly answer: { readonly status: number; readonly body: unknown };
}

const folder = join(import.meta.dirname, 'golden');
const files = readdirSync(folder);
const STEP_MS = 1_000;

let sandbox: Sandbox;
/** The ids in the files, and what the double calls the same objects. */
const ids = new Map<string, string>();

beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'virtual', quotas: { networks: 3 } });
});
afterAll(() => sandbox.close());

const real = (id: string) => ids.get(id) ?? id;

/** The order in which the files tell one story, and what happens in between. */
const story: readonly (string | (() => unknown))[] = [
  ...['aws', 'gcp', 'azure'].map((cloud) => `${cloud}-network-create`),
  () => sandbox.clock.advance(STEP_MS),
  ...['aws', 'gcp', 'azure'].flatMap((cloud) => [`${cloud}-network-active`, `${cloud}-connection-create`]),
  () => sandbox.clock.advance(STEP_MS),
  ...['aws', 'gcp', 'azure'].map((cloud) => `${cloud}-connection-inactive`),
  () => sandbox.accept(real('conn-aws')),
  () => sandbox.revoke(real('conn-gcp')),
  () => sandbox.fail(real('conn-azure'), 'the application has no access to the virtual network'),
  () => sandbox.clock.advance(STEP_MS),
  'aws-connection-active',
  'gcp-connection-irrecoverable',
  'azure-connection-failed',
  'networks-list',
  'connections-list',
  'datastore-create',
  () => sandbox.clock.advance(STEP_MS),
  'datastore-active',
  'datastore-update',
  () => sandbox.clock.advance(STEP_MS),
  'datastore-updated',
  'datastores-list',
  'network-rename',
  'network-in-use',
  'network-create-refused',
  'connection-delete',
  'connection-deleting',
  () => sandbox.clock.advance(STEP_MS),
  'connection-gone',
];

describe("the vendor's wire shapes", () => {
  for (const step of story) {
    if (typeof step === 'function') it('goes on', async () => void (await step()));
    else it(`answers ${step.replaceAll('-', ' ')} as in the file`, () => play(step));
  }

  it('plays every file', () => {
    const played = story.filter((step) => typeof step === 'string').map((name) => `${name}.json`);
    expect(played.sort()).toEqual(files.sort());
  });
});

async function play(name: string): Promise<void> {
  const golden: Golden = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const { method, path, body } = golden.request;
  const answer = await api(
    sandbox,
    method,
    translated(path),
    body === null ? undefined : JSON.parse(translated(JSON.stringify(body))),
  );
  expect(answer.status).toBe(golden.answer.status);
  learn(golden.answer.body, answer.body ?? null);
  expect(normal(answer.body ?? null)).toEqual(
    normal(JSON.parse(translated(JSON.stringify(golden.answer.body)))),
  );
}

/** A text of a file in the double's ids. */
function translated(text: string): string {
  let result = text;
  for (const [golden, own] of ids)
    result = result.replace(new RegExp(`(?<=["/])${golden}(?=["/]|$)`, 'g'), own);
  return result;
}

/** Notes which id of the double stands for which id of the file. */
function learn(golden: unknown, own: unknown): void {
  for (const key of ['network_id', 'connection_id', 'datastore_id']) {
    const [from, to] = [field(golden, key), field(own, key)];
    if (typeof from === 'string' && typeof to === 'string') ids.set(from, to);
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** What the double is free to choose, by name or inside `vpc`; only its type is compared. */
const FREE = ['created_at', 'peer_connection_id', 'password', 'addr', 'url', 'error', 'status_detail', 'vpc'];

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, FREE.includes(key) ? typeOf(inner) : normal(inner)]),
  );
}

function typeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return value === '' ? 'empty' : value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typeOf(inner)]));
}
