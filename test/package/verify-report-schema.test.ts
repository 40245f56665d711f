import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');
const cli = join(root, 'dist', 'cli', 'main.js');
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(join(root, 'schemas', 'verify-report.schema.json'), 'utf8')),
);

describe('the schema of a verification report', () => {
  it.each(['127.0.0.1:1', '127.0.0.1:6385', '203.0.113.5:6379'])(
    'fits what is printed for %s',
    async (endpoint) => {
      const report = await verify(endpoint);
      expect(schema.safeParse(report).error).toBeUndefined();
    },
  );

  it('refuses a report that lacks its verdict', async () => {
    const { verdict: _, ...rest } = await verify('127.0.0.1:1');
    expect(schema.safeParse(rest).success).toBe(false);
    expect(schema.safeParse({ ...rest, verdict: 'perhaps' }).success).toBe(false);
  });
});

async function verify(endpoint: string): Promise<Record<string, unknown>> {
  const args = [cli, 'verify', '--endpoint', endpoint, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch(
    (error: { stdout: string }) => error,
  );
  return JSON.parse(stdout);
}
