import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { runProgram } from '../helpers/child.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ timings: { provisioningMs: 10 } });
});
afterAll(() => sandbox.close());

const program = (source: string) =>
  runProgram(
    `import { DfCloud } from 'dfcloud';
     const df = new DfCloud();
     ${source}`,
    { args: ['--input-type=module'], env: sandbox.env },
  );

test('two processes that race use one connection', async () => {
  const { stdout: networkId } = await program(`
    const network = await df.networks.create({
      name: 'n', location: { provider: 'aws', region: 'us-east-1' }, cidrBlock: '127.77.0.0/16',
    });
    await df.networks.waitUntilActive(network.id);
    console.log(network.id);`);
  // Whoever is first waits for the other before it looks again.
  sandbox.faults.add({ on: 'connections.create', fault: { kind: 'slow', ms: 2_000 } });
  sandbox.faults.add({ on: 'connections.list', times: 2, fault: { kind: 'slow', ms: 1_000 } });
  const ensure = `
    const types = [];
    const { id } = await df.connections.ensure(
      {
        name: 'c',
        networkId: '${networkId.trim()}',
        peer: { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' },
      },
      { onEvent: ({ type }) => types.push(type) },
    );
    console.log(JSON.stringify({ id, types: types.join() }));`;
  const [one, two] = await Promise.all([program(ensure), program(ensure)]);
  const results: { id: string; types: string }[] = [one, two].map(({ stdout }) => JSON.parse(stdout));
  expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  expect(results.map(({ types }) => types).toSorted()).toEqual(['created,race-won', 'race-lost']);
  expect(sandbox.world().connections).toHaveLength(2);
  expect(sandbox.requests().some(({ method }) => method === 'DELETE')).toBe(false);
});
