import { NotFoundError } from '../errors/not-found-error.js';
import { ResponseError } from '../errors/response-error.js';
import type { PollSource, Sighting } from '../waiters/poll.js';
import type { ResourceContext } from './context.js';
import type { ResourceFields, ResourceKind, ResourceReader } from './resource.js';

/** Reads resources for the poll loop: one attempt each, since the loop itself is the retry. */
export function pollSource<T extends ResourceFields>(
  context: ResourceContext,
  kind: ResourceKind<T>,
): PollSource<T> {
  const get = async (path: string, signal: AbortSignal) => {
    const answer = await context.transport.request({ method: 'GET', path, signal, maxAttempts: 1 });
    return { body: answer.body, details: answer.record.details(), reader: await kind.load() };
  };
  return {
    async one(id, signal) {
      try {
        const { body, details, reader } = await get(`${kind.path}/${encodeURIComponent(id)}`, signal);
        return seen(reader.one(body, details));
      } catch (error) {
        return error instanceof NotFoundError
          ? { kind: 'missing' }
          : { kind: 'error', error: asError(error) };
      }
    },
    async all(signal) {
      try {
        const { body, details, reader } = await get(kind.path, signal);
        // No list of the whole: that is what makes the error of a body that is none.
        if (!Array.isArray(body)) return new Map(reader.list(body, details).map(entry));
        return new Map(body.flatMap((item) => readable(reader, item)).map(entry));
      } catch (error) {
        // Each id is then asked for by itself, as when the list lacked it.
        return error instanceof NotFoundError ? new Map() : asError(error);
      }
    },
  };
}

/** An item that cannot be read must not disturb those who wait for another; its own waiters ask for it by itself. */
function readable<T>(reader: ResourceReader<T>, item: unknown): T[] {
  try {
    return [reader.one(item)];
  } catch (error) {
    if (error instanceof ResponseError) return [];
    throw error;
  }
}

function entry<T extends ResourceFields>(resource: T): [string, Sighting<T>] {
  return [resource.id, seen(resource)];
}

function seen<T extends ResourceFields>(value: T): Sighting<T> {
  const { status, statusDetail } = value;
  return { kind: 'seen', status, value, ...(statusDetail !== undefined && { statusDetail }) };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new TypeError(`a non-error was thrown: ${String(thrown)}`);
}
