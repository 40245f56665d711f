import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/index.js';

const FOLDER = join(import.meta.dirname, 'az');
/** Each command starts an interpreter that loads hundreds of modules. */
const LIMIT_MS = 150_000;

/** How a script ended. */
export interface ScriptEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `az` with nothing of this machine's configuration, and with the sandbox's proxy as its only way out. */
export class AzCli {
  readonly #home = mkdtempSync(join(tmpdir(), 'dfcloud-az-'));
  readonly #proxy: string;

  constructor({ ca, endpoints }: Sandbox) {
    writeFileSync(this.ca, ca ?? '');
    this.#proxy = endpoints.proxy ?? '';
  }

  /** Runs one of the scripts beside this file, with these variables. */
  script(name: string, variables: Readonly<Record<string, string>>): Promise<ScriptEnded> {
    return this.#run('bash', [join(FOLDER, name)], variables);
  }

  /** Runs a script that calls `az` and `curl`, with these variables. */
  bash(text: string, variables: Readonly<Record<string, string>>): Promise<ScriptEnded> {
    const curl = { CURL_CA_BUNDLE: this.ca, NO_PROXY: '127.0.0.1' };
    return this.#run('bash', ['-c', text], { ...curl, ...variables });
  }

  /** The file with the sandbox's CA. */
  get ca(): string {
    return join(this.#home, 'ca.pem');
  }

  /** Runs `az <args>`. */
  run(args: readonly string[]): Promise<ScriptEnded> {
    return this.#run('az', args, {});
  }

  /** Removes what az remembered: tokens, and the addresses that it discovered. */
  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #run(command: string, args: readonly string[], variables: Readonly<Record<string, string>>) {
    const child = spawn(command, args, {
      env: { ...this.#env(), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    return new Promise<ScriptEnded>((resolve, reject) => {
      child.on('error', reject).on('close', (code) => resolve({ code, ...output }));
    });
  }

  /** No display, so that `az login` asks for a code instead of opening a browser. */
  #env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: this.#home,
      AZURE_CONFIG_DIR: join(this.#home, 'config'),
      HTTPS_PROXY: this.#proxy,
      HTTP_PROXY: this.#proxy,
      REQUESTS_CA_BUNDLE: this.ca,
      AZURE_CORE_COLLECT_TELEMETRY: 'no',
      AZURE_CORE_ERROR_RECOMMENDATION: 'off',
      // Where the packaged az is broken, this repairs it; elsewhere it does nothing.
      PYTHONPATH: FOLDER,
    };
  }
}
