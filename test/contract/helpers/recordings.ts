import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What real clouds answered. The folder lies beside the repository, and is not part of it. */
export const RECORDINGS = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'recordings');

/** One request and what was answered. */
export interface Exchange {
  readonly file: string;
  readonly action: string;
  readonly status: number;
  /** XML as it was sent, or what a client made of it. */
  readonly body: unknown;
}

/** True when the recordings are there. */
export function hasRecordings(): boolean {
  return existsSync(RECORDINGS);
}

/** All exchanges of the files whose name starts with `prefix`. */
export function exchanges(prefix: string): Exchange[] {
  const files = readdirSync(RECORDINGS).filter((name) => name.startsWith(prefix) && name.endsWith('.json'));
  return files.flatMap((file) => {
    const recording: unknown = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8'));
    return listIn(recording, 'exchanges').map((exchange) => {
      const response = fieldOf(exchange, 'response');
      return {
        file,
        action: String(fieldOf(fieldOf(exchange, 'request'), 'action') ?? ''),
        status: Number(fieldOf(response, 'status') ?? 200),
        body: fieldOf(response, 'body'),
      };
    });
  });
}

/** A property of a value that may be no object. */
export function fieldOf(value: unknown, key: string): unknown {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.find(([name]) => name === key)?.[1];
}

function listIn(value: unknown, key: string): unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}
