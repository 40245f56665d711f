import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { CALLS } from './moto/calls.js';
import { castAt } from './moto/cast.js';
import { type Difference, differences, outcomeOf } from './moto/outcome.js';
import { pageOf, reasonOf } from './moto/page.js';
import { REASONS } from './moto/reasons.js';
import { type Moto, motoVersion, startMoto } from './moto/server.js';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'moto-differences.md');
const version = motoVersion();

describe.skipIf(version === undefined)('the double beside moto', () => {
  let sandbox: Sandbox;
  let moto: Moto;
  const found: Difference[] = [];
  beforeAll(async () => {
    [sandbox, moto] = await Promise.all([startSandbox({ clock: 'virtual' }), startMoto()]);
    const ours = await castAt(sandbox.endpoints.ec2, () => sandbox.clock.advance(1000));
    const theirs = await castAt(moto.url, async () => undefined);
    for (const { name, run } of CALLS) {
      const double = await outcomeOf(() => run(ours), ours.names);
      const other = await outcomeOf(() => run(theirs), theirs.names);
      found.push(...differences(name, other, double));
    }
  }, 120_000);
  afterAll(() => Promise.all([sandbox?.close(), moto?.stop()]));

  it('answers most calls alike', () => {
    const unlike = new Set(found.map(({ call }) => call));
    expect(unlike.size).toBeLessThan(CALLS.length);
  });

  it('has a reason for every difference', () => {
    const without = found.filter((difference) => reasonOf(difference) === undefined);
    expect(without).toEqual([]);
  });

  it('gives no reason without a difference', () => {
    const used = new Set(found.map(reasonOf));
    expect(REASONS.filter((reason) => !used.has(reason)).map(({ title }) => title)).toEqual([]);
  });

  it.runIf(version?.startsWith('5.2.'))('lists them in the documentation', async () => {
    await expect(pageOf(found, CALLS.length)).toMatchFileSnapshot(PAGE);
  });
});
