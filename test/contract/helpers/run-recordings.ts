import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

/** An exchange: `method URL`, the status of the answer, its body. */
export type MadeUp = readonly [call: string, status: number, body: object];

/** What `npm run recordings` says of exchanges. */
export interface RecordingsResult {
  readonly accepted: number;
  readonly skipped: number;
  readonly rejected: readonly { readonly exchange: number; readonly why: string }[];
}

/** Runs the program on made-up exchanges with a cloud. */
export function runRecordings(provider: string, exchanges: readonly MadeUp[]): RecordingsResult {
  const folder = mkdtempSync(join(tmpdir(), 'dfcloud-recordings-test-'));
  try {
    const recorded = exchanges.map(([call, status, body]) => {
      const [method, url] = call.split(' ');
      return { request: { method, url }, response: { status, headers: {}, body } };
    });
    writeFileSync(
      join(folder, `${provider}-made-up.json`),
      JSON.stringify({ provider, exchanges: recorded }),
    );
    const args = [join(root, 'scripts', 'recordings.mjs'), '--dir', folder, '--json'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(stdout, stderr).not.toBe('');
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
