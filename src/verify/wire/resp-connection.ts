import type { Socket } from 'node:net';
import { type Answer, foreignAnswer } from './answer.js';
import { errnoOf } from './errno.js';
import { RespReader } from './resp-reader.js';
import { encodeCommand, RespError, type RespValue } from './resp-value.js';
import { startStopwatch } from './stopwatch.js';
import { type WaitOptions, waitFor } from './wait.js';

/**
 * Speaks RESP on an open socket, plain or TLS, one command at a time. It is the socket's only listener from its
 * making until `close`, so that nothing that arrives between two commands is lost.
 */
export class RespConnection {
  readonly #socket: Socket;
  readonly #reader = new RespReader();
  #receivedBytes = 0;
  #ended: 'closed' | Error | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    if (socket.errored) this.#ended = socket.errored;
    else if (socket.destroyed) this.#ended = 'closed';
    socket.on('data', (chunk: Buffer) => {
      this.#receivedBytes += chunk.length;
      this.#reader.push(chunk);
      this.#wake();
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('end', () => this.#end('closed'));
    socket.on('close', () => this.#end('closed'));
  }

  /** Sends one command and waits for its reply. Rejects only when the signal fires. */
  async ask(words: readonly string[], wait: WaitOptions): Promise<Answer> {
    const elapsed = startStopwatch();
    this.#receivedBytes = this.#reader.pendingBytes;
    if (this.#ended === undefined) this.#socket.write(encodeCommand(words));
    return waitFor<Answer>(
      wait,
      () => ({ kind: 'silent', receivedBytes: this.#receivedBytes, ms: elapsed() }),
      (settle) => {
        const look = () => {
          const answer = this.#answer(elapsed());
          if (answer) settle(answer);
        };
        this.#wake = look;
        look();
        return () => {
          this.#wake = () => undefined;
        };
      },
    );
  }

  /** Ends the connection. The socket must tolerate errors by itself. */
  close(): void {
    this.#socket.destroy();
  }

  #end(how: 'closed' | Error): void {
    this.#ended ??= how;
    this.#wake();
  }

  /** What can be said by now, if anything. A reply that came before the connection ended counts. */
  #answer(ms: number): Answer | undefined {
    const read = this.#reader.next();
    if (read.kind === 'reply') return wantsTls(read.value) ? { kind: 'tls-wanted', ms } : { ...read, ms };
    if (read.kind === 'not-resp') return foreignAnswer(this.#reader.pending(), ms);
    if (this.#ended === 'closed') return { kind: 'closed', receivedBytes: this.#receivedBytes, ms };
    if (this.#ended === undefined) return undefined;
    const errno = errnoOf(this.#ended);
    return errno.startsWith('ERR_SSL')
      ? { kind: 'tls-error', errno, reason: tlsReason(this.#ended), ms }
      : { kind: 'reset', errno, ms };
  }
}

/** OpenSSL's words without its numbers: `tlsv13 alert certificate required`. */
export function tlsReason(error: Error): string {
  return 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
}

/**
 * Dragonfly's TLS port answers plain text in plain text (`-ERR Bad TLS header, double check if you enabled TLS …`), which
 * must not pass for the reply of a store that speaks plain text. Source: `Connection::HandleRequests` of dragonfly.
 */
function wantsTls(value: RespValue): boolean {
  return value instanceof RespError && value.text.startsWith('ERR Bad TLS header');
}
