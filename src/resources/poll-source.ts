import { NotFoundError } from '../errors/not-found-error.js';
import type { PollSource, Sighting } from '../waiters/poll.js';
import type { ResourceContext } from './context.js';
import type { ResourceFields, ResourceKind } from './resource.js';

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
        return new Map(reader.list(body, details).map((resource) => [resource.id, seen(resource)]));
      } catch (error) {
        return asError(error);
      }
    },
  };
}

function seen<T extends ResourceFields>(value: T): Sighting<T> {
  const { status, statusDetail } = value;
  return { kind: 'seen', status, value, ...(statusDetail !== undefined && { statusDetail }) };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new TypeError(`a non-error was thrown: ${String(thrown)}`);
}
