import { connect, type Socket } from 'node:net';
import { errnoOf } from './errno.js';
import { startStopwatch } from './stopwatch.js';
import { type WaitOptions, waitFor } from './wait.js';

/** What one connection attempt came to. */
export type Connected =
  | { readonly kind: 'open'; readonly socket: Socket; readonly ms: number }
  | { readonly kind: 'failed'; readonly errno: string; readonly ms: number }
  | { readonly kind: 'timeout'; readonly ms: number };

/**
 * Opens one TCP connection to one numeric address: one socket, one attempt, no happy eyeballs, so that "half up"
 * never looks like "up". The errno is kept: it tells "refused" from "dropped". A socket that did not open is destroyed.
 */
export async function openTcp(address: string, port: number, wait: WaitOptions): Promise<Connected> {
  const elapsed = startStopwatch();
  const socket = tolerant(connect({ host: address, port, noDelay: true, autoSelectFamily: false }));
  try {
    const outcome = await waitFor<Connected>(
      wait,
      () => ({ kind: 'timeout', ms: elapsed() }),
      (settle) => {
        const opened = () => settle({ kind: 'open', socket, ms: elapsed() });
        const failed = (error: Error) => settle({ kind: 'failed', errno: errnoOf(error), ms: elapsed() });
        socket.once('connect', opened).once('error', failed);
        return () => socket.off('connect', opened).off('error', failed);
      },
    );
    if (outcome.kind !== 'open') socket.destroy();
    return outcome;
  } catch (aborted) {
    socket.destroy();
    throw aborted;
  }
}

/**
 * An error may come while nobody uses the socket, and would end the process: `socket.errored` remembers it for the next
 * one who does.
 */
export function tolerant<S extends Socket>(socket: S): S {
  return socket.on('error', () => undefined);
}
