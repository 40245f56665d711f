import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldOf, RECORDINGS } from './recordings.js';

/** One recorded request to Resource Manager, and what was answered. */
export interface ArmExchange {
  readonly file: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** The JSON that was sent, where the recorder kept it. */
  readonly sent: unknown;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: readonly string[];
  readonly body: unknown;
}

/** The names of the files that start with one of these. */
export function azureFiles(...prefixes: string[]): string[] {
  if (!existsSync(RECORDINGS)) return [];
  return readdirSync(RECORDINGS).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
}

/** The exchanges of a file with Resource Manager, in their order. */
export function armExchanges(file: string): ArmExchange[] {
  const recording: unknown = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8'));
  const list = fieldOf(recording, 'exchanges');
  return (Array.isArray(list) ? list : []).flatMap((exchange) => {
    const request = fieldOf(exchange, 'request');
    const response = fieldOf(exchange, 'response');
    const [, url] =
      /^https?:\/\/management\.azure\.com(?::443)?(\/.*)$/.exec(String(fieldOf(request, 'url'))) ?? [];
    if (url === undefined) return [];
    return [
      {
        file,
        method: String(fieldOf(request, 'method')),
        url,
        sent: fieldOf(request, 'body') ?? undefined,
        status: Number(fieldOf(response, 'status')),
        headers: Object.keys(Object(fieldOf(response, 'headers'))).map((name) => name.toLowerCase()),
        body: fieldOf(response, 'body') ?? undefined,
      },
    ];
  });
}
