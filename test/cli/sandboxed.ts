import { afterAll, beforeAll, expect } from 'vitest';
import { type CreateNetworkInput, DfCloud } from '../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { type CliOptions, type CliResult, runCli } from './run-cli.js';

/** One sandbox for the tests of a file, and the command line that talks to it. */
export interface Sandboxed {
  /** The sandbox; there once the tests run. */
  readonly sandbox: Sandbox;
  /** An active network, made without the command line. */
  network(name: string, location?: CreateNetworkInput['location']): Promise<string>;
  /** Runs a command against it. */
  run(args: string | readonly string[], options?: CliOptions): Promise<CliResult>;
  /** The same with `--json`; expects success and gives the document. */
  json(args: string | readonly string[], options?: CliOptions): Promise<Json>;
}

/** A document, read as a test reads it. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into documents of many shapes.
export type Json = any;

const QUICK = { provisioningMs: 10, requestMs: 10, activationMs: 10, deletionMs: 10, datastoreMs: 10 };

/** Starts a sandbox before the tests of a file, and ends it after them. */
export function sandboxed(options: SandboxOptions = {}): Sandboxed {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ quotas: { networks: 1000 }, timings: QUICK, ...options });
  });
  afterAll(() => sandbox.close());

  const run = (args: string | readonly string[], given: CliOptions = {}) => {
    const words = typeof args === 'string' ? args.split(' ') : args;
    return runCli(words, { ...given, env: { ...sandbox.env, ...given.env } });
  };
  return {
    get sandbox() {
      return sandbox;
    },
    run,
    async network(name, location = { provider: 'aws', region: 'us-east-1' }) {
      const { networks } = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
      const { id } = await networks.create({ name, location, cidrBlock: '127.20.0.0/16' });
      await networks.waitUntilActive(id);
      return id;
    },
    async json(args, given) {
      const words = typeof args === 'string' ? args.split(' ') : args;
      const { code, stdout, stderr } = await run([...words, '--json'], given);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout);
    },
  };
}

/** Flags of a network whose datastores listen inside its CIDR. */
export const NETWORK_FLAGS = '--cloud aws --region us-east-1 --cidr 127.20.0.0/16';

/** Flags of a peer on AWS. */
export const PEER_FLAGS = '--aws-account 123456789012 --vpc vpc-0a1b2c3d4e5f67890';
