import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DatastoreControl, type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { activeDatastore } from '../helpers/api.js';
import { command, talk } from '../helpers/talk.js';

let sandbox: Sandbox;
let store: DatastoreControl;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
  store = sandbox.datastore(await activeDatastore(sandbox));
});
afterEach(() => sandbox.close());

/** What one PING over TLS comes to: the reply, or the code of the error. */
function tlsPing(address: string, ca: string | undefined): Promise<string> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), ...(ca ? { ca } : {}) }, () =>
      socket.write('PING\r\n'),
    );
    const finish = (text: string) => {
      socket.destroy();
      resolve(text);
    };
    socket.on('data', (chunk) => finish(chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'error'));
    socket.on('close', () => finish('closed'));
  });
}

describe('the listener of a datastore', () => {
  it('answers pipelined requests that arrive in pieces', async () => {
    const bytes = Buffer.concat([command('SET', 'k', 'v'), command('GET', 'k'), Buffer.from('PING\r\n')]);
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 30), bytes.subarray(30)];
    expect((await talk(store.address, pieces, { bytes: 19 })).text).toBe('+OK\r\n$1\r\nv\r\n+PONG\r\n');
  });

  it('echoes 512 KiB', async () => {
    const payload = Buffer.alloc(512 * 1024, 'x');
    const expected = payload.length + '$524288\r\n\r\n'.length;
    const { text } = await talk(store.address, [command('ECHO', payload)], { bytes: expected });
    expect(text).toBe(`$524288\r\n${payload.toString()}\r\n`);
  });

  it('switches to RESP3 for those who say HELLO 3', async () => {
    const { text } = await talk(store.address, ['HELLO 3\r\nGET nope\r\nQUIT\r\n']);
    expect(text).toMatch(/^%7\r\n[\s\S]*_\r\n\+OK\r\n$/);
  });

  it('closes after QUIT, and after a breach of the protocol', async () => {
    expect(await talk(store.address, ['QUIT\r\nPING\r\n'])).toEqual({ text: '+OK\r\n', end: 'closed' });
    expect(await talk(store.address, ['*1\r\nPING\r\n'])).toEqual({
      text: "-ERR Protocol error: expected '$', got 'P'\r\n",
      end: 'closed',
    });
  });

  it('hangs up on a browser', async () => {
    const request = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nSET k v\r\n';
    expect(await talk(store.address, [request])).toEqual({ text: '', end: 'closed' });
    expect((await talk(store.address, ['GET k\r\n'], { bytes: 5 })).text).toBe('$-1\r\n');
  });
});

describe('the variants of a datastore', () => {
  const ping = (ms = 1_500) => talk(store.address, [command('PING')], { bytes: 7, ms });

  it('plain: answers', async () => {
    expect((await ping()).text).toBe('+PONG\r\n');
  });

  it('passkey: asks for the password, whatever the API says', async () => {
    await store.setVariant('passkey');
    expect((await ping()).text).toMatch(/^-NOAUTH/);
    const login = `AUTH ${store.password}\r\n`;
    expect((await talk(store.address, [login], { bytes: 5 })).text).toBe('+OK\r\n');
    expect((await talk(store.address, ['AUTH x\r\n'], { bytes: 9 })).text).toMatch(/^-WRONGPASS/);
  });

  it('loading: says so', async () => {
    await store.setVariant('loading');
    expect((await ping()).text).toMatch(/^-LOADING/);
  });

  it('refusing: nothing listens, until it does again', async () => {
    await store.setVariant('refusing');
    expect((await ping()).end).toBe('ECONNREFUSED');
    await store.setVariant('plain');
    expect((await ping()).text).toBe('+PONG\r\n');
  });

  it('silent: accepts and says nothing', async () => {
    await store.setVariant('silent');
    expect(await ping(150)).toEqual({ text: '', end: 'open' });
  });

  it('resetting: resets', async () => {
    await store.setVariant('resetting');
    expect((await ping()).end).toBe('ECONNRESET');
  });

  it('closing: closes without a byte', async () => {
    await store.setVariant('closing');
    const { text, end } = await ping();
    expect(text).toBe('');
    expect(['closed', 'ECONNRESET', 'EPIPE']).toContain(end);
  });

  it('http: is a web server', async () => {
    await store.setVariant('http');
    expect((await talk(store.address, [command('PING')])).text).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`http://${store.address}/`)).status).toBe(200);
  });

  it('mtu-hole: answers small requests only', async () => {
    await store.setVariant('mtu-hole');
    expect((await ping()).text).toBe('+PONG\r\n');
    const small = command('ECHO', 'x'.repeat(1_000));
    expect((await talk(store.address, [small], { bytes: 1_000 })).text).toContain('xxx');
    for (const size of [1_500, 100_000]) {
      const large = command('ECHO', 'x'.repeat(size));
      expect(await talk(store.address, [large, command('PING')], { ms: 150 })).toEqual({
        text: '',
        end: 'open',
      });
    }
  });

  it('tls: answers over TLS to those who trust the CA', async () => {
    expect(sandbox.ca).toBeNull();
    await store.setVariant('tls');
    expect(await tlsPing(store.address, sandbox.ca ?? '')).toBe('+PONG\r\n');
    expect(await tlsPing(store.address, undefined)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('tls: ends a connection in plain text without a reply', async () => {
    await store.setVariant('tls');
    const { text, end } = await ping();
    expect(text).not.toContain('PONG');
    expect(['closed', 'ECONNRESET', 'EPIPE']).toContain(end);
  });

  it('tls-passkey: asks for the password over TLS', async () => {
    await store.setVariant('tls-passkey');
    expect(await tlsPing(store.address, sandbox.ca ?? '')).toMatch(/^-NOAUTH/);
  });

  it('drop the connections that exist', async () => {
    const waiting = talk(store.address, []);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await store.setVariant('silent');
    expect(['closed', 'ECONNRESET']).toContain((await waiting).end);
  });

  it('can be those of one node only', async () => {
    const cluster = sandbox.datastore(await activeDatastore(sandbox, { cluster: { enabled: true } }));
    await cluster.setVariant('refusing', { node: 1 });
    expect(cluster.variants).toEqual(['plain', 'refusing', 'plain']);
    expect((await talk(cluster.listeners[1] ?? '', [])).end).toBe('ECONNREFUSED');
    expect((await talk(cluster.listeners[2] ?? '', ['PING\r\n'], { bytes: 7 })).text).toBe('+PONG\r\n');
    await expect(cluster.setVariant('plain', { node: 3 })).rejects.toThrow('no node 3');
  });
});
