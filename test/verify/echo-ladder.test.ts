import { expect, it } from 'vitest';
import { verify } from '../../src/verify/verify.js';
import { codes } from './fixtures/host.js';
import { lockedStore, openStore, respServer } from './fixtures/resp-server.js';

const echoSizesBytes = [65_536, 64, 9001, 1500, 64];

it('climbs from small to large, each size once', async () => {
  const store = await respServer();
  const report = await verify({ endpoint: store.endpoint, echoSizesBytes });
  expect(report.findings).toEqual([]);
  const sizes = store.heard.filter(([command]) => command === 'ECHO').map(([, text]) => text?.length);
  expect(sizes).toEqual([64, 1500, 9001, 65_536]);
});

it('names the first size that stalls', async () => {
  const store = await respServer({
    reply: (words, socket) => ((words[1]?.length ?? 0) > 1500 ? undefined : openStore(words, socket)),
  });
  const report = await verify({ endpoint: store.endpoint, echoSizesBytes, respTimeoutMs: 300 });
  expect(report.verdict).toBe('reachable');
  expect(store.heard.filter(([command]) => command === 'ECHO')).toHaveLength(3);
  expect(report.findings).toMatchObject([
    { code: 'mtu_hole', severity: 'error', evidence: { stalledBytes: 9001, passedBytes: 1500 } },
  ]);
});

it('is not climbed without being asked, nor without a password', async () => {
  const open = await respServer();
  await verify({ endpoint: open.endpoint });
  expect(open.heard.flat()).not.toContain('ECHO');
  const locked = await respServer({ reply: lockedStore('pass') });
  expect(codes(await verify({ endpoint: locked.endpoint, echoSizesBytes }))).toEqual(['resp_noauth']);
});
