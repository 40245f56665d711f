import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { cidr } from '../../../src/path/cidr.js';
import { StoreListener } from '../../../src/sandbox/resp/store-listener.js';
import { talk } from '../helpers/talk.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

async function listen(block: string, port: number): Promise<StoreListener> {
  const listener = await StoreListener.open(cidr(block), port, (socket) => void socket.end('hi'));
  open.push(listener);
  return listener;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('a listener', () => {
  it('takes the next address when one is taken', async () => {
    const port = await freePort();
    const [first, second] = [await listen('127.30.0.0/24', port), await listen('127.30.0.0/24', port)];
    expect(String(first)).toBe(`127.30.0.10:${port}`);
    expect(String(second)).toBe(`127.30.0.11:${port}`);
  });

  it('takes another port when no address has this one', async () => {
    const port = await freePort();
    const everywhere = createServer();
    open.push(everywhere);
    await new Promise<void>((resolve) => everywhere.listen(port, '0.0.0.0', resolve));
    const listener = await listen('127.30.1.0/24', port);
    expect(listener.address).toBe('127.30.1.10');
    expect(listener.port).not.toBe(port);
    expect((await talk(String(listener), [])).text).toBe('hi');
  });

  it('takes 127.0.0.1 where the block cannot be bound', async () => {
    const port = await freePort();
    // TEST-NET-3 is on no machine, as 127.x is not on every one.
    expect(String(await listen('203.0.113.0/24', port))).toBe(`127.0.0.1:${port}`);
    const second = await listen('203.0.113.0/24', port);
    expect(second.address).toBe('127.0.0.1');
    expect(second.port).not.toBe(port);
  });

  it('keeps its address while it refuses', async () => {
    const listener = await listen('127.30.2.0/24', await freePort());
    await listener.refuse();
    expect((await talk(String(listener), [])).end).toBe('ECONNREFUSED');
    await listener.resume();
    expect((await talk(String(listener), [])).text).toBe('hi');
  });

  it('does not come back once it is closed', async () => {
    const listener = await listen('127.30.3.0/24', await freePort());
    await listener.close();
    await listener.resume();
    expect((await talk(String(listener), [])).end).toBe('ECONNREFUSED');
  });
});
