import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldOf, RECORDINGS } from './recordings.js';

/** One recorded request to Compute Engine, and what was answered. */
export interface GcpExchange {
  readonly file: string;
  /** `POST networks/{}/addPeering` and the like, see `actionOf`. */
  readonly action: string;
  readonly status: number;
  /** The JSON that was answered. */
  readonly body: unknown;
}

const COMPUTE_PATH =
  /\/compute\/(?:v1|beta)\/projects\/[^/]+\/(?:global|(aggregated)|(regions)\/[^/]+|(zones)\/[^/]+)\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/;

/**
 * What a request asks for, without the names in it: `GET aggregated subnetworks`, `DELETE networks/{}`. A zone or region
 * is told only where both kinds exist. Undefined for a request that is none to a collection of Compute Engine.
 */
export function actionOf(method: string, url: string): string | undefined {
  const [path = ''] = url.replace(/^https?:\/\/[^/]+/, '').split('?');
  const [, aggregated, , , collection, name, verb] = COMPUTE_PATH.exec(path) ?? [];
  if (collection === undefined) return undefined;
  // Recorders differ in how they name an operation, but all answers have one shape.
  const what = [collection, name === undefined ? undefined : '{}', verb].filter(Boolean).join('/');
  return [method, aggregated, what].filter(Boolean).join(' ');
}

/** Every recorded exchange with Compute Engine. */
export function gcpExchanges(): GcpExchange[] {
  if (!existsSync(RECORDINGS)) return [];
  const files = readdirSync(RECORDINGS).filter((name) => name.startsWith('gcp-') && name.endsWith('.json'));
  return files.flatMap((file) => {
    const recording: unknown = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8'));
    const list = fieldOf(recording, 'exchanges');
    return (Array.isArray(list) ? list : []).flatMap((exchange) => exchangeOf(file, exchange));
  });
}

function exchangeOf(file: string, exchange: unknown): GcpExchange[] {
  const request = fieldOf(exchange, 'request');
  const response = fieldOf(exchange, 'response');
  const action = actionOf(String(fieldOf(request, 'method')), String(fieldOf(request, 'url')));
  if (action === undefined) return [];
  return [{ file, action, status: Number(fieldOf(response, 'status')), body: fieldOf(response, 'body') }];
}

/**
 * A body in which only its shape is left to compare: what a recorder put in place of a value is empty, times have one
 * form, texts of digits are no numbers, and a map of scopes is a list.
 */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key]) => !key.startsWith('__trimmed'));
    if (entries.some(([key]) => /^(regions|zones)\//.test(key)))
      return entries.map(([, inner]) => comparable(inner));
    return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
  }
  return typeof value === 'string' ? comparableText(value) : value;
}

function comparableText(text: string): string {
  if (/^\$\{.*\}$/.test(text)) return '';
  if (/^\d+$/.test(text)) return 'digits';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return '2025-01-01T00:00:00Z';
  // An end such as that of an id says nothing about a name.
  return text.replace(/-[0-9a-f]{8,17}$/, '-name');
}

/** A refusal with neither the project nor the object's name in it. */
export function withoutNames(body: unknown): unknown {
  const text = JSON.stringify(body)
    .replaceAll(/projects\/[^/']+/g, 'projects/P')
    .replaceAll(/(networks|subnetworks|firewalls|firewallPolicies|routes)\/[^/']+'/g, "$1/N'");
  return JSON.parse(text);
}
