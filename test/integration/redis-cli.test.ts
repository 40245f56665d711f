import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatastoreControl, Sandbox } from '../../src/sandbox/index.js';
import { sandboxWithDatastore } from './helpers/datastore.js';
import { installed, run } from './helpers/programs.js';

let sandbox: Sandbox;
let datastore: DatastoreControl;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-redis-cli-'));
  ({ sandbox, datastore } = await sandboxWithDatastore('127.86.0.0/16'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!installed('redis-cli', 'redis-tools'))(
  'redis-cli against a datastore of the sandbox',
  () => {
    it('gets PONG and keeps a value', async () => {
      await datastore.setVariant('plain');
      expect(await redisCli(['PING'])).toBe('PONG');
      expect(await redisCli(['SET', 'greeting', 'hello'])).toBe('OK');
      expect(await redisCli(['GET', 'greeting'])).toBe('hello');
      expect(await redisCli(['ECHO', 'there and back'])).toBe('there and back');
    });

    it('speaks RESP3 after HELLO 3', async () => {
      await datastore.setVariant('plain');
      expect(await redisCli(['-3', 'PING'])).toBe('PONG');
      expect(await redisCli(['-3', 'HELLO'])).toMatch(/proto\W+3/);
    });

    it('has to authenticate where there is a passkey', async () => {
      await datastore.setVariant('passkey');
      expect(await redisCli(['PING'])).toContain('NOAUTH');
      expect(await redisCli(['PING'], { REDISCLI_AUTH: datastore.password })).toBe('PONG');
      expect(await redisCli(['PING'], { REDISCLI_AUTH: 'wrong' })).toMatch(/WRONGPASS|NOAUTH/);
    });

    it("trusts the sandbox's authority over TLS", async () => {
      await datastore.setVariant('tls');
      const ca = join(folder, 'ca.pem');
      writeFileSync(ca, sandbox.ca ?? '');
      expect(await redisCli(['--tls', '--cacert', ca, 'PING'])).toBe('PONG');
    });

    it('says that cluster mode is off', async () => {
      await datastore.setVariant('plain');
      expect(await redisCli(['CLUSTER', 'SLOTS'])).toMatch(/^ERR .*cluster.*disabled/i);
    });
  },
);

async function redisCli(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const [host = '', port = ''] = datastore.address.split(':');
  const { stdout, stderr } = await run('redis-cli', ['-h', host, '-p', port, ...args], env);
  return (stdout + stderr).trim();
}
