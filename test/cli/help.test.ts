import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { Runner } from '../../src/cli/runner.js';
import { type CreateNetworkInput, DfCloud } from '../../src/index.js';
import { makeVnet } from '../helpers/azure-network.js';
import { computeOf } from '../helpers/gcp-network.js';
import { appeared, CLI, finished, runCli, startCli } from './run-cli.js';
import { sandboxed } from './sandboxed.js';

const cli = sandboxed();
let folder: string;

/** Every command that the help shows, as the words that follow `dfcloud`. */
function commandPaths(): string[][] {
  const { stdin, stdout, stderr } = process;
  const interruption = {
    signal: new AbortController().signal,
    exitCode: 130 as const,
    interrupt: () => undefined,
  };
  const program = createProgram(new Runner({ stdin, stdout, stderr, env: {} }, interruption));
  const below = (command: Command, path: string[]): string[][] => [
    path,
    ...command
      .createHelp()
      .visibleCommands(command)
      .flatMap((child) => below(child, [...path, child.name()])),
  ];
  return below(program, []);
}

const PATHS = commandPaths().map((path) => ({ path, words: ['dfcloud', ...path].join(' ') }));

async function examplesOf(path: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCli([...path, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return [...stdout.matchAll(/^ {2}\$ (.+)$/gm)].flatMap(([, example]) => example ?? []);
}

/** What the variables of an example stand for: resources that nothing else uses. */
async function variables(line: string): Promise<Record<string, string>> {
  const { sandbox } = cli;
  const { connections, datastores } = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const given: Record<string, string> = { NETWORK_CIDR: '127.20.0.0/16' };
  const location = locationOf(line);
  if (line.includes('$NETWORK_ID')) given.NETWORK_ID = await cli.network('example', location);
  if (line.includes('$CONNECTION_ID')) {
    const peer = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0123456789abcdef0' } as const;
    const { id } = await connections.create({ name: 'c', networkId: await cli.network('c'), peer });
    given.CONNECTION_ID = id;
  }
  if (/\$DATASTORE_ID|\$ENDPOINT/.test(line)) {
    const { id, addr = '' } = await activeDatastore(await cli.network('d'));
    Object.assign(given, { DATASTORE_ID: id, ENDPOINT: addr });
  }
  if (line.includes('$VPC_ID')) given.VPC_ID = await vpc();
  // What is to be verified has been applied before.
  if (line.startsWith('dfcloud verify aws')) {
    const network = await cli.network('v');
    await activeDatastore(network);
    await expectToWork(
      `dfcloud apply aws --network ${network} --name v --vpc ${given.VPC_ID} --region us-east-1`,
    );
    given.CONNECTION_ID = (await connections.list({ networkId: network }))[0]?.id ?? '';
  }
  if (line.includes('$GCP_NETWORK')) Object.assign(given, await gcpNetwork());
  if (line.startsWith('dfcloud verify gcp')) {
    const network = await cli.network('v', location);
    await activeDatastore(network);
    const { GCP_PROJECT: project, GCP_NETWORK: name } = given;
    await expectToWork(`dfcloud apply gcp --network ${network} --name v --project ${project} --vpc ${name}`);
    given.CONNECTION_ID = (await connections.list({ networkId: network }))[0]?.id ?? '';
  }
  if (line.includes('$VNET_NAME')) Object.assign(given, await azureNetwork());
  if (line.startsWith('dfcloud verify azure')) {
    const network = await cli.network('v', location);
    await activeDatastore(network);
    const { SUBSCRIPTION_ID: subscription, RESOURCE_GROUP: group, VNET_NAME: vnet } = given;
    await expectToWork(
      `dfcloud apply azure --network ${network} --name v --subscription ${subscription} --resource-group ${group} --vnet ${vnet} --grant-settle-ms 0`,
    );
    given.CONNECTION_ID = (await connections.list({ networkId: network }))[0]?.id ?? '';
  }
  return given;

  async function activeDatastore(networkId: string) {
    const tier = { maxMemoryBytes: 3e9, performanceTier: 'dev' } as const;
    const { id } = await datastores.create({ name: 'd', networkId, location, tier });
    return datastores.waitUntilActive(id);
  }
}

/** Where the networks of an example are. */
function locationOf(line: string): CreateNetworkInput['location'] {
  if (line.includes(' gcp ')) return { provider: 'gcp', region: 'us-central1' };
  if (line.includes(' azure ')) return { provider: 'azure', region: 'centralus' };
  return { provider: 'aws', region: 'us-east-1' };
}

let gcpNetworks = 0;

/** A network of the customer's project, another one each time. */
async function gcpNetwork(): Promise<Record<string, string>> {
  const { sandbox } = cli;
  gcpNetworks += 1;
  const name = `vpc-${gcpNetworks}`;
  await computeOf(sandbox).network(name, { 'us-central1': '10.0.0.0/24' });
  return { GCP_PROJECT: sandbox.gcp.defaultProjectId, GCP_NETWORK: name };
}

let azureNetworks = 0;

/** A virtual network of the customer's subscription, another one each time. */
async function azureNetwork(): Promise<Record<string, string>> {
  const { sandbox } = cli;
  azureNetworks += 1;
  const vnet = { resourceGroup: 'network-rg', vnetName: `vnet-${azureNetworks}` };
  await makeVnet(sandbox, vnet);
  return {
    SUBSCRIPTION_ID: sandbox.azure.defaultSubscriptionId,
    RESOURCE_GROUP: vnet.resourceGroup,
    VNET_NAME: vnet.vnetName,
  };
}

/** A VPC with one subnet in the customer's account. */
async function vpc(): Promise<string> {
  const { aws, endpoints } = cli.sandbox;
  const { credentials } = aws.account();
  const ec2 = new EC2Client({ region: 'us-east-1', endpoint: endpoints.ec2, credentials });
  const { Vpc: { VpcId = '' } = {} } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  ec2.destroy();
  return VpcId;
}

/** Runs a line as a shell does, with `dfcloud` being the built command line. */
function shell(line: string, env: Record<string, string>) {
  const PATH = `${folder}:${process.env.PATH}`;
  return new Promise<{ code: number | string | null; output: string }>((resolve) => {
    execFile('sh', ['-c', line], { cwd: folder, env: { ...env, PATH } }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? null) : 0, output: stdout + stderr });
    });
  });
}

function program(name: string, line: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`);
  chmodSync(join(folder, name), 0o755);
}

function spec(name: string): Record<string, unknown> {
  const path = join(import.meta.dirname, '..', '..', 'schemas', `${name}-create.schema.json`);
  return JSON.parse(readFileSync(path, 'utf8')).examples[0];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfcloud-test-'));
  program('dfcloud', `exec '${process.execPath}' '${CLI}' "$@"`);
  // Where redis-cli is not installed, its line is still a test of what dfcloud prints for it.
  program('redis-cli', 'case "$2" in redis://127.*) echo PONG ;; *) exit 1 ;; esac');
  cli.sandbox.faults.add({ on: 'connections.create', fault: { kind: 'early-active' } });
});
afterAll(() => rm(folder, { recursive: true }));

describe('--help', () => {
  it.concurrent.each(PATHS)('ends with an example: $words', async ({ path }) => {
    expect(await examplesOf(path)).not.toHaveLength(0);
  });

  it('gives examples that work as they stand', async () => {
    for (const noun of ['connection', 'datastore']) {
      const content = { ...spec(noun), networkId: await cli.network(noun) };
      writeFileSync(join(folder, `${noun}.json`), JSON.stringify(content));
    }
    const all = await Promise.all(PATHS.map(({ path }) => examplesOf(path)));
    const examples = [...new Set(all.flat())].values();
    const worker = async () => {
      for (const line of examples) await expectToWork(line);
    };
    await Promise.all([worker(), worker(), worker()]);
  }, 120_000);

  it('is found after a wrong word too', async () => {
    const { code, stdout } = await runCli(['connections', 'wait', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--for <status>');
    expect(stdout).toContain('(env: DFCLOUD_TIMEOUT_MS)');
  });
});

async function expectToWork(line: string): Promise<void> {
  if (line.startsWith('dfcloud sandbox')) return expectToServe(line.split(' ').slice(1));
  const { code, output } = await shell(line, { ...cli.sandbox.env, ...(await variables(line)) });
  expect({ line, code, output: code === 0 ? '' : output }).toEqual({ line, code: 0, output: '' });
}

async function expectToServe(args: readonly string[]): Promise<void> {
  const child = startCli(args);
  const ended = finished(child);
  await appeared(child, 'stdout', '"endpoints"');
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
}

describe('the start', () => {
  it('loads neither the library nor a dependency', async () => {
    const alone = join(folder, 'alone');
    const from = dirname(CLI);
    mkdirSync(join(alone, 'dist', 'cli'), { recursive: true });
    for (const file of readdirSync(from)) copyFileSync(join(from, file), join(alone, 'dist', 'cli', file));
    copyFileSync(join(from, '..', '..', 'package.json'), join(alone, 'package.json'));

    const main = join(alone, 'dist', 'cli', 'main.js');
    const run = (...args: string[]) => shell(`'${process.execPath}' '${main}' ${args.join(' ')}`, {});
    const { version } = JSON.parse(readFileSync(join(alone, 'package.json'), 'utf8'));
    expect(await run('--version')).toEqual({ code: 0, output: `${version}\n` });
    expect((await run('--help')).output).toContain('Usage: dfcloud <command>');
    expect((await run('networks', 'create', '--help')).code).toBe(0);
    expect((await run('verify', '--prot', '1')).output).toContain('Did you mean --port?');
    expect((await run('verify', 'host:1')).output).toContain('Cannot find module');
  });
});
