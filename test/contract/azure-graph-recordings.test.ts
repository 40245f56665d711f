import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { graphOf, startAzure } from '../sandbox/azure/helpers/directory.js';
import { GraphReplay, graphExchanges } from './helpers/graph-replay.js';
import { hasRecordings, RECORDINGS } from './helpers/recordings.js';

/** The directory of the recordings. */
const RECORDED_TENANT = '54826b22-38d6-4fb2-bad9-b7b93a3e9c5a';

const files = hasRecordings()
  ? readdirSync(RECORDINGS).filter((name) => /^azure-(graph|error-graph|role-create)-.*\.json$/.test(name))
  : [];

if (!hasRecordings())
  test.skip('the recordings of Graph are not there: ../shared/recordings', () => undefined);

describe.runIf(hasRecordings())('the Graph double repeats recorded sessions', () => {
  const exchangesIn = (file: string) =>
    graphExchanges(JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')));

  test('there are many calls', () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
    expect(files.flatMap(exchangesIn).length).toBeGreaterThan(100);
  });

  test.each(files)('%s', async (file) => {
    const sandbox = await startAzure();
    onTestFinished(() => sandbox.close());
    const graph = await graphOf(sandbox);
    if (file.startsWith('azure-error-graph-403')) {
      sandbox.azure.permissions(sandbox.azure.identity.clientId, { arm: [], graph: [] });
    }
    const tenants = { recorded: RECORDED_TENANT, own: sandbox.azure.defaultTenantId };
    const replay = new GraphReplay(graph, sandbox.endpoints.graph, tenants);
    for (const [index, exchange] of exchangesIn(file).entries()) {
      const label = `${index}: ${exchange.method} ${exchange.path}`;
      expect(await replay.differences(exchange), label).toEqual([]);
    }
  });
});
