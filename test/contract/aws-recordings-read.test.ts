import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The recordings are not part of the repository: they stand beside it, where somebody has them.
const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '..', 'shared', 'recordings');
const present = existsSync(folder);
if (!present) console.warn(`skipped: there are no recordings of the clouds in ${folder}`);

interface Result {
  readonly files: number;
  readonly exchanges: number;
  readonly accepted: number;
  readonly skipped: number;
  readonly rejected: readonly { readonly exchange: number | null; readonly why: string }[];
}

/** Runs the program on a folder; gives its exit code and its last line. */
function runOn(dir: string): { code: number | null; result: Result } {
  const args = [join(root, 'scripts', 'recordings.mjs'), '--dir', dir, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stdout, stderr).not.toBe('');
  const result: Result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return { code: status, result };
}

let temporary: string;
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'dfcloud-recordings-test-'));
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function answer(action: string, body: unknown, status = 200) {
  return { request: { action }, response: { status, headers: {}, body } };
}

const routes = [{ DestinationCidrBlock: '10.8.0.0/16', VpcPeeringConnectionId: 'pcx-1', State: 'blackhole' }];

describe('recordings', { timeout: 60_000 }, () => {
  it('accepts what is read and rejects what is lost', () => {
    const exchanges = [
      answer('DescribeRouteTables', { RouteTables: [{ RouteTableId: 'rtb-1', Routes: routes }] }),
      answer('DescribeSubnets', {
        Subnets: [{ SubnetId: 'subnet-1', CidrBlock: '10.0.0.0/8', VpcId: 'vpc-1' }],
      }),
      answer('CreateRoute', { Error: { Code: 'RouteLimitExceeded', Message: 'full' } }, 400),
      answer('DescribeInstances', { Reservations: [] }),
      answer('DescribeNetworkAcls', {
        NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: [{ RuleNumber: 1 }] }],
      }),
    ];
    writeFileSync(join(temporary, 'aws-made-up.json'), JSON.stringify({ provider: 'aws', exchanges }));
    writeFileSync(
      join(temporary, 'other-made-up.json'),
      JSON.stringify({ provider: 'other', exchanges: [{}] }),
    );
    writeFileSync(join(temporary, 'aws-no-json.json'), '{');

    const { code, result } = runOn(temporary);

    expect(code).toBe(1);
    expect(result).toMatchObject({ files: 3, exchanges: 6, accepted: 3, skipped: 2 });
    expect(result.rejected.map(({ exchange }) => exchange)).toEqual([4, null]);
  });

  it.skipIf(!present)('reads every recorded answer of AWS completely', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

    const { code, result } = runOn(folder);

    expect(result.rejected).toEqual([]);
    expect(code).toBe(0);
    expect(result.files).toBe(names.length);
    expect(result.accepted).toBeGreaterThanOrEqual(70);
    expect(result.accepted + result.skipped).toBe(exchangesIn(names));
  });
});

function exchangesIn(names: readonly string[]): number {
  const lists = names.map((name): { exchanges: unknown[] } =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
  return lists.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
}
