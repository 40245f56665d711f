import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatastoreControl, Sandbox, StoreVariant } from '../../src/sandbox/index.js';
import { verify } from '../../src/verify/index.js';
import { sandboxWithDatastore } from './helpers/datastore.js';
import { installed } from './helpers/programs.js';
import { startRedisServer } from './helpers/redis-server.js';

const ADDRESS = '127.0.1.80';
const SETTINGS = {
  plain: {},
  passkey: { password: 'secret' },
  tls: { tls: true },
  'tls-passkey': { password: 'secret', tls: true },
} satisfies Partial<Record<StoreVariant, object>>;

let sandbox: Sandbox;
let datastore: DatastoreControl;
beforeAll(async () => {
  ({ sandbox, datastore } = await sandboxWithDatastore('127.85.0.0/16'));
});
afterAll(() => sandbox.close());

describe.skipIf(!installed('redis-server', 'redis-server'))(
  'a double looks like a real server to verify',
  () => {
    for (const [variant, settings] of Object.entries(SETTINGS) as [keyof typeof SETTINGS, object][]) {
      for (const tls of [true, false, 'auto'] as const) {
        it(`${variant}, with tls ${tls}`, async () => {
          const real = await startRedisServer(ADDRESS, settings);
          try {
            await datastore.setVariant(variant);
            const expected = await verify({ endpoint: `${ADDRESS}:6379`, tls });
            const seen = await verify({ endpoint: datastore.address, tls });
            expect(outline(seen)).toEqual(outline(expected));
          } finally {
            await real.stop();
          }
        });
      }
    }
  },
);

/** What must be equal: verdict, findings, and what came of each check. Addresses and times differ. */
function outline({ verdict, findings, checks }: Awaited<ReturnType<typeof verify>>) {
  return {
    verdict,
    findings: findings.map(({ severity, code }) => `${severity} ${code}`),
    checks: checks.map(({ id, status }) => `${id.split(':')[0]} ${status}`),
  };
}
