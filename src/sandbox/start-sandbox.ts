import { resolveOptions, type SandboxOptions } from './options.js';
import type { Sandbox } from './sandbox.js';

/**
 * Starts a double of Dragonfly Cloud on 127.0.0.1. Close it with `close()`, or by `await using` where the language has
 * it. Tests in other languages do the same things over HTTP, under `/_sandbox/`.
 * @throws {SandboxError} `invalid_option`, `port_taken`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  // Importing this entry must cost next to nothing: the HTTP server and the doubles are loaded when they are wanted.
  const { RunningSandbox } = await import('./running-sandbox.js');
  return RunningSandbox.start(resolved);
}
