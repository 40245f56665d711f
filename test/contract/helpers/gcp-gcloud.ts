import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, run } from '../../integration/helpers/programs.js';

/** Nothing listens there: what would leave this machine ends here. */
const NOWHERE = 'http://127.0.0.1:9';

/** It is slow: two seconds for the simplest command, and many more on a busy machine. */
export const GCLOUD_LIMIT_MS = 120_000;

/** Where the double is, and who calls it. */
export interface GcloudTarget {
  /** The origin of the Compute double. */
  readonly compute: string;
  readonly projectId: string;
  readonly accessToken: string;
}

/** `gcloud` with nothing of this machine's configuration, and no way out of it. */
export class Gcloud {
  readonly #home = mkdtempSync(join(tmpdir(), 'dfcloud-gcloud-'));
  readonly #target: GcloudTarget;

  constructor(target: GcloudTarget) {
    this.#target = target;
    writeFileSync(join(this.#home, 'token'), target.accessToken, { mode: 0o600 });
  }

  /** Runs `gcloud compute <args>`, the words separated by blanks. */
  compute(args: string): Promise<Ended> {
    return this.run(['compute', ...args.split(' ')]);
  }

  /** Runs it with `--format=json` and reads what it printed. Fails when the command fails. */
  async json(args: string): Promise<unknown> {
    const { code, stdout, stderr } = await this.run(['compute', ...args.split(' '), '--format=json']);
    if (code !== 0) throw new Error(`gcloud compute ${args} ended with ${code}:\n${stderr}`);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  /** Runs `gcloud` with these arguments. */
  run(args: readonly string[]): Promise<Ended> {
    return run('gcloud', ['--quiet', ...args], this.env, GCLOUD_LIMIT_MS);
  }

  /** The variables under which any program's `gcloud` is this one. */
  get env(): NodeJS.ProcessEnv {
    return { ...withoutOwnSettings(), ...this.#env() };
  }

  /** Removes the folder with the token. */
  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #env(): NodeJS.ProcessEnv {
    const { compute, projectId } = this.#target;
    return {
      HOME: this.#home,
      CLOUDSDK_CONFIG: join(this.#home, 'config'),
      CLOUDSDK_CORE_PROJECT: projectId,
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(this.#home, 'token'),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${compute}/compute/v1/`,
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_CORE_CHECK_GCE_METADATA: 'false',
      CLOUDSDK_CORE_DISABLE_FILE_LOGGING: 'true',
      CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
      CLOUDSDK_SURVEY_DISABLE_PROMPTS: 'true',
      http_proxy: NOWHERE,
      https_proxy: NOWHERE,
      HTTP_PROXY: NOWHERE,
      HTTPS_PROXY: NOWHERE,
      no_proxy: '127.0.0.1',
      NO_PROXY: '127.0.0.1',
    };
  }
}

/** Takes away what this machine tells gcloud. */
function withoutOwnSettings(): NodeJS.ProcessEnv {
  const own = Object.keys(process.env).filter((name) => /^(CLOUDSDK|GOOGLE|GCE|GCLOUD|BOTO)_/.test(name));
  return Object.fromEntries(own.map((name) => [name, undefined]));
}
