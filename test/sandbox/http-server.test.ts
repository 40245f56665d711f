import { createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpListener,
  json,
  type ReceivedRequest,
  startHttpServer,
} from '../../src/sandbox/http-server.js';

let listener: HttpListener | undefined;
afterEach(() => listener?.close());

describe('the HTTP listener', () => {
  it('hands over what was asked, without the query', async () => {
    let seen: ReceivedRequest | undefined;
    listener = await startHttpServer(0, null, async (request) => {
      seen = request;
      return json(200, {});
    });
    await fetch(`http://127.0.0.1:${listener.port}/a%20b?c=d`, {
      method: 'PUT',
      body: 'é',
      headers: { 'X-A': '1' },
    });
    expect(seen).toMatchObject({ method: 'PUT', path: '/a%20b', body: 'é' });
    expect(seen?.header('x-a')).toBe('1');
  });

  it('sends 204 without a length', async () => {
    listener = await startHttpServer(0, null, async () => ({ status: 204, body: '' }));
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    expect([response.status, response.headers.get('content-length')]).toEqual([204, null]);
  });

  it('hangs up when it is told to, or when the handler fails', async () => {
    let failing = false;
    listener = await startHttpServer(0, null, async () => {
      if (failing) throw new RangeError('broken handler');
      return 'hang-up';
    });
    for (failing of [false, true]) {
      await expect(fetch(`http://127.0.0.1:${listener.port}/`)).rejects.toThrow('fetch failed');
    }
  });

  it('closes connections that are idle or half way through', async () => {
    listener = await startHttpServer(0, null, async () => json(200, {}));
    const socket = createConnection(listener.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) =>
      socket.write('POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc', () => resolve()),
    );
    await listener.close();
    await closed;
  });
});
