import { resolveOptions, type SandboxOptions } from './options.js';
import { RunningSandbox } from './running-sandbox.js';
import type { Sandbox } from './sandbox.js';

/**
 * Starts a double of Dragonfly Cloud on 127.0.0.1. Close it with `close()`, or by `await using` where the language has
 * it. Tests in other languages do the same things over HTTP, under `/_sandbox/`.
 * @throws {SandboxError} `invalid_option`, `port_taken`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return RunningSandbox.start(resolveOptions(options));
}
