import { EXIT, type ExitCode } from './exit-codes.js';

// The library honours an abort within 100 ms; whatever has not ended shortly after is cut.
const GRACE_MS = 80;

/** That somebody wants this process to end. */
export interface Interruption {
  /** Aborted by SIGINT, SIGTERM, SIGHUP, or when the reader of stdout went away. */
  readonly signal: AbortSignal;
  /** What the process ends with when it is interrupted. `sandbox`, which runs until then, sets it to 0. */
  exitCode: ExitCode;
  /** How long an end may take before it is cut, in milliseconds. @default 80 */
  graceMs?: number | undefined;
  /** Interrupts. */
  interrupt(): void;
}

/** Listens for SIGINT, SIGTERM and SIGHUP from now on. The first one asks for an end, the second one ends at once. */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  const interruption: Interruption = {
    signal: controller.signal,
    exitCode: EXIT.interrupted,
    interrupt() {
      if (controller.signal.aborted) process.exit(interruption.exitCode);
      setTimeout(() => process.exit(interruption.exitCode), interruption.graceMs ?? GRACE_MS).unref();
      controller.abort();
    },
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interruption.interrupt);
  return interruption;
}
