import type { Answered, Graph } from '../../sandbox/azure/helpers/directory.js';
import { fieldOf } from './recordings.js';

/** One recorded call of Graph. */
export interface GraphExchange {
  readonly method: string;
  /** Behind `/v1.0`. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly headers: unknown;
  readonly answer: unknown;
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const HOST = 'https://graph.microsoft.com';
/** What is told apart by its kind only: made up anew each time, or of the directory. */
const OF_ITS_OWN = ['hint', 'secretText', 'publisherDomain', 'date', 'request-id', 'client-request-id'];

/** The calls of Graph in a recording. */
export function graphExchanges(recording: unknown): GraphExchange[] {
  const exchanges = fieldOf(recording, 'exchanges');
  return (Array.isArray(exchanges) ? exchanges : []).flatMap((exchange) => {
    const [request, response] = [fieldOf(exchange, 'request'), fieldOf(exchange, 'response')];
    const url = String(fieldOf(request, 'url'));
    if (!url.startsWith(`${HOST}/v1.0/`)) return [];
    return [
      {
        method: String(fieldOf(request, 'method')),
        path: url.slice(`${HOST}/v1.0`.length),
        body: fieldOf(request, 'body'),
        status: Number(fieldOf(response, 'status')),
        headers: fieldOf(response, 'headers'),
        answer: fieldOf(response, 'body'),
      },
    ];
  });
}

/** Repeats a recording against the double: what is recorded under one id is done with the id that the double chose. */
export class GraphReplay {
  readonly #graph: Graph;
  readonly #origin: string;
  readonly #own = new Map<string, string>();

  constructor(graph: Graph, origin: string, tenants: { recorded: string; own: string }) {
    this.#graph = graph;
    this.#origin = origin;
    this.#own.set(tenants.recorded, tenants.own);
  }

  /** Sends what was recorded; gives what differs in the answer. */
  async differences(exchange: GraphExchange): Promise<string[]> {
    const { method, path, status, answer } = exchange;
    const answered = await this.#graph(method, this.#translated(path), this.#body(exchange));
    this.#learn(answer, answered.body);
    const found = status === answered.status ? [] : [`status ${answered.status} in place of ${status}`];
    return [
      ...found,
      ...this.#headerDifferences(exchange, answered),
      ...this.#lacks(answer, answered.body, ''),
    ];
  }

  /** A default that Microsoft has changed since is said as if it had been asked for. */
  #body({ method, path, body, answer }: GraphExchange): object | undefined {
    if (typeof body !== 'object' || body === null) return undefined;
    const audience = fieldOf(answer, 'signInAudience');
    const said = method === 'POST' && path === '/applications' ? { signInAudience: audience } : {};
    return JSON.parse(this.#translated(JSON.stringify({ ...said, ...body })));
  }

  #headerDifferences({ headers }: GraphExchange, { headers: own }: Answered): string[] {
    return ['content-type', 'x-ms-resource-unit', 'location'].flatMap((name) => {
      const recorded = fieldOf(headers, name);
      const expected =
        typeof recorded === 'string' ? this.#translated(recorded).replace(HOST, this.#origin) : null;
      return own.get(name) === expected ? [] : [`${name}: ${own.get(name)} in place of ${expected}`];
    });
  }

  #translated(text: string): string {
    return text.replace(GUID, (id) => this.#own.get(id) ?? id);
  }

  /** Which id of the double stands for which recorded one. */
  #learn(recorded: unknown, own: unknown): void {
    if (typeof recorded === 'string' && typeof own === 'string') {
      const ids = own.match(GUID) ?? [];
      for (const [index, id] of (recorded.match(GUID) ?? []).entries()) {
        const mine = ids[index];
        if (mine !== undefined && !this.#own.has(id)) this.#own.set(id, mine);
      }
    } else if (typeof recorded === 'object' && recorded !== null) {
      for (const [key, inner] of Object.entries(recorded)) {
        if (!OF_ITS_OWN.includes(key)) this.#learn(inner, fieldOf(own, key));
      }
    }
  }

  /** What was recorded and the double does not say. What it says beyond that is newer than the recording. */
  #lacks(recorded: unknown, own: unknown, path: string): string[] {
    if (recorded === null || recorded === undefined)
      return own === null || path === '' ? [] : [`${path} is no null`];
    if (typeof recorded === 'object') {
      if (typeof own !== 'object' || own === null) return [`${path} is missing`];
      if (Array.isArray(recorded)) return this.#listLacks(recorded, own, path);
      return Object.entries(recorded).flatMap(([key, inner]) =>
        OF_ITS_OWN.includes(key)
          ? sameKind(inner, fieldOf(own, key), `${path}.${key}`)
          : this.#lacks(inner, fieldOf(own, key), `${path}.${key}`),
      );
    }
    if (typeof recorded !== 'string')
      return recorded === own ? [] : [`${path}: ${own} in place of ${recorded}`];
    if (isTime(recorded)) return sameKind(recorded, own, path);
    const expected = this.#translated(recorded).replace(HOST, this.#origin);
    return own === expected ? [] : [`${path}: ${own} in place of ${expected}`];
  }

  /** The order of elements is not told anywhere, and changed between two answers in a row. */
  #listLacks(recorded: readonly unknown[], own: object, path: string): string[] {
    const mine: unknown[] = Array.isArray(own) ? own : [];
    if (mine.length !== recorded.length) return [`${path} has ${mine.length} in place of ${recorded.length}`];
    return recorded.flatMap((element, index) => {
      const candidates = mine.map((one) => this.#lacks(element, one, `${path}[${index}]`));
      return candidates.find((differences) => differences.length === 0) ?? candidates[index] ?? [];
    });
  }
}

/** Seconds, fractions or none: Graph answers creations with fractions and reads without. */
function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/.test(text);
}

function sameKind(recorded: unknown, own: unknown, path: string): string[] {
  const kind = (value: unknown) =>
    typeof value === 'string' && isTime(value)
      ? `time ${value.length < 21 ? 'in seconds' : ''}`
      : typeof value;
  return kind(recorded) === kind(own) ? [] : [`${path} is ${kind(own)}, not ${kind(recorded)}`];
}
