import type { Json } from '../json.js';
import { AMAZON, type AwsWorld } from './state/aws-world.js';
import type { Owned } from './state/records.js';
import type { AnyTable } from './state/table.js';

/**
 * Everything that exists in AWS, by kind, in all accounts and regions: the double's own records as plain JSON. What has
 * ended is left out, though descriptions still show it for a while.
 */
export type AwsSnapshot = Readonly<Record<keyof AwsWorld, readonly { readonly [key: string]: Json }[]>>;

/** A copy that later changes do not touch. Equal worlds print equally. */
export function awsSnapshot(world: AwsWorld): AwsSnapshot {
  const tables: Record<string, AnyTable & { all(): Owned[] }> = world;
  const entries = Object.entries(tables).map(([name, table]) => [
    name,
    table.all().filter(exists).map(plainRecord),
  ]);
  const snapshot: unknown = Object.fromEntries(entries);
  if (isSnapshot(snapshot, world)) return snapshot;
  throw new TypeError('a table of the AWS world is missing');
}

/** AWS's own lists are no state of a world; what was deleted stays in its table until nobody sees it any more. */
function exists(record: Owned): boolean {
  if (record.ownerId === AMAZON) return false;
  const endedAtMs = 'endedAtMs' in record ? record.endedAtMs : undefined;
  const deletedAtMs = 'deletedAtMs' in record ? record.deletedAtMs : undefined;
  return endedAtMs === undefined && deletedAtMs === undefined;
}

function isSnapshot(value: unknown, world: AwsWorld): value is AwsSnapshot {
  return typeof value === 'object' && value !== null && Object.keys(world).every((name) => name in value);
}

function plainRecord(record: Owned): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => field(key, plain(value))));
}

/** What is undefined is left out; the empty tag map of a peering stands for nothing. */
function field(key: string, value: Json | undefined): [string, Json][] {
  return value === undefined ? [] : [[key, value]];
}

function plain(value: unknown): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((inner) => plain(inner) ?? null);
  if (value instanceof Map) return plainEntries([...value]);
  if ('family' in Object(value) && 'prefix' in Object(value)) return String(value);
  return plainEntries(Object.entries(value));
}

function plainEntries(entries: readonly (readonly [string, unknown])[]): { readonly [key: string]: Json } {
  return Object.fromEntries(entries.flatMap(([key, value]) => field(key, plain(value))));
}
