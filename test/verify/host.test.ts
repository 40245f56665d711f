import { describe, expect, it } from 'vitest';
import { thisHost } from '../../src/verify/host.js';
import { freePort, listenWith } from './fixtures/listen.js';

describe('this host', () => {
  it('starts from loopback towards loopback', async () => {
    expect(await thisHost.sourceAddress('127.0.0.1', 6379)).toBe('127.0.0.1');
  });

  it('knows the interface of an address', () => {
    expect(thisHost.interfaceOf('127.0.0.1')).toEqual(expect.any(String));
    expect(thisHost.interfaceOf('203.0.113.1')).toBeUndefined();
  });

  it('knows localhost', async () => {
    expect(await thisHost.lookup('localhost', 4)).toContain('127.0.0.1');
    expect(await thisHost.nameSource('localhost')).toMatch(/hosts file|name servers/);
  });

  it('knows that nothing is below .invalid', async () => {
    await expect(thisHost.lookup('store.invalid', 4)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(thisHost.lookup('STORE.INVALID.', 6)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await thisHost.nameSource('store.invalid')).toContain('RFC 6761');
  });

  it('reads the routes of the kernel where there are any', async () => {
    expect(await thisHost.kernelRoutes()).toEqual(
      process.platform === 'linux' ? expect.stringContaining('Iface') : undefined,
    );
  });
});

describe('a connection attempt', () => {
  const wait = { deadlineMs: 5000, signal: undefined };

  it('opens a socket', async () => {
    const server = await listenWith((socket) => void socket.resume());
    const opened = await thisHost.connect('127.0.0.1', server.port, wait);
    expect(opened).toMatchObject({ kind: 'open', ms: expect.any(Number) });
    if (opened.kind === 'open') opened.socket.destroy();
  });

  it('keeps the errno', async () => {
    const refused = await thisHost.connect('127.0.0.1', await freePort(), wait);
    expect(refused).toMatchObject({ kind: 'failed', errno: 'ECONNREFUSED' });
  });
});
