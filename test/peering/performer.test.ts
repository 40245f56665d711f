import { describe, expect, it } from 'vitest';
import { CloudRefusedError } from '../../src/errors/index.js';
import type { PeeringEvent } from '../../src/peering/events.js';
import { Performer } from '../../src/peering/performer.js';
import { FakeClock } from './helpers/fake-clock.js';
import { FakeStep } from './helpers/fake-step.js';

/** A performer, and what it tells. */
function performing(signal?: AbortSignal) {
  const events: PeeringEvent[] = [];
  const clock = new FakeClock();
  const context = { signal, emit: (event: PeeringEvent) => events.push(event), clock, round: {} };
  const told = () =>
    events.flatMap((event) => (event.type === 'step' ? [`${event.step} ${event.state}`] : []));
  return { performer: new Performer(context), clock, events, told };
}

function refusal(cloudCode: string): CloudRefusedError {
  return new CloudRefusedError(
    { message: cloudCode, fix: '' },
    { provider: 'aws', operation: 'x', cloudCode },
  );
}

const all = (performer: Performer, steps: readonly FakeStep[]) => Promise.all(performer.perform(steps));
const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

describe('performing steps', () => {
  it('reads, writes, and reads again', async () => {
    const { performer, told } = performing();
    const step = new FakeStep('a');
    expect(await all(performer, [step])).toEqual([true]);
    expect(step.log).toEqual(['read', 'apply', 'read']);
    expect(told()).toEqual(['a checking', 'a applying', 'a done']);
  });

  it('writes nothing where nothing is missing', async () => {
    const { performer } = performing();
    const step = new FakeStep('a', [], { status: 'done' });
    expect(await all(performer, [step])).toEqual([false]);
    expect(step.log).toEqual(['read']);
  });

  it('lets a batch share one round before and after', async () => {
    const { performer } = performing();
    const steps = Array.from({ length: 20 }, (_, index) => new FakeStep(`s${index}`));
    await all(performer, steps);
    expect(new Set(steps.flatMap(({ rounds }) => rounds)).size).toBe(2);
    expect(steps[0]?.rounds[0]).not.toBe(steps[0]?.rounds[1]);
  });

  it('uses the last look again until something is written', async () => {
    const { performer } = performing();
    const [first, gate, next] = [
      new FakeStep('a'),
      new FakeStep('b', [], { status: 'done' }),
      new FakeStep('c'),
    ];
    await all(performer, [first]);
    await all(performer, [gate]);
    expect(gate.rounds[0]).toBe(first.rounds[1]);
    await all(performer, [next]);
    expect(next.rounds[1]).not.toBe(next.rounds[0]);
  });

  it('writes four at a time', async () => {
    const { performer } = performing();
    let running = 0;
    let most = 0;
    const steps = Array.from({ length: 12 }, (_, index) => new FakeStep(`s${index}`));
    for (const step of steps) {
      step.during = async () => {
        running += 1;
        most = Math.max(most, running);
        await pause();
        running -= 1;
      };
    }
    await all(performer, steps);
    expect(most).toBe(4);
  });

  it('refuses a conflict with what was seen', async () => {
    const { performer, told } = performing();
    const fix = 'Remove it.';
    const step = new FakeStep('a', [], { status: 'conflict', evidence: 'is 1, must be 2', fix });
    await expect(all(performer, [step])).rejects.toMatchObject({
      code: 'conflict',
      message: 'Step a: is 1, must be 2.',
      fix,
    });
    expect(told()).toContain('a conflict');
  });

  it('refuses what cannot be read', async () => {
    const { performer } = performing();
    const step = new FakeStep('a', [], { status: 'unknown', evidence: 'no permission' });
    await expect(all(performer, [step])).rejects.toMatchObject({ code: 'failed_state' });
  });

  it('waits while somebody else moves, and says who', async () => {
    const { performer, events } = performing();
    const step = new FakeStep('a', [], { status: 'waiting', whose: 'cloud' });
    const read = step.read.bind(step);
    step.read = async (context) => {
      if (step.log.length === 3) step.state = { status: 'todo', ours: 'none', evidence: 'now' };
      return read(context);
    };
    expect(await all(performer, [step])).toEqual([true]);
    expect(events).toContainEqual(expect.objectContaining({ step: 'a', state: 'waiting', whose: 'cloud' }));
  });

  it('waits until a write shows', async () => {
    const { performer } = performing();
    const step = new FakeStep('a');
    const apply = step.apply.bind(step);
    step.apply = async (context) => {
      await apply(context);
      const written = step.state;
      step.state = { status: 'todo', ours: 'none', evidence: 'not yet' };
      const read = step.read.bind(step);
      step.read = async (again) => {
        if (step.log.length === 5) step.state = written;
        return read(again);
      };
    };
    expect(await all(performer, [step])).toEqual([true]);
    expect(step.log.filter((entry) => entry === 'apply')).toHaveLength(1);
  });

  it('ends a wait when the state becomes a dead end', async () => {
    const { performer } = performing();
    const step = new FakeStep('a', [], { status: 'waiting' });
    const read = step.read.bind(step);
    step.read = async (context) => {
      if (step.log.length === 2) step.state = { status: 'conflict', ours: 'none', evidence: 'rejected' };
      return read(context);
    };
    await expect(all(performer, [step])).rejects.toMatchObject({ code: 'failed_state' });
  });

  it('ends a wait at once when reading is refused', async () => {
    const { performer } = performing();
    const step = new FakeStep('a', [], { status: 'waiting' });
    step.read = async ({ round }) => {
      step.rounds.push(round);
      if (step.rounds.length > 1) throw refusal('UnauthorizedOperation');
      return step.state;
    };
    await expect(all(performer, [step])).rejects.toMatchObject({ code: 'cloud_refused' });
    expect(step.rounds).toHaveLength(2);
  });

  it('does not hold a batch up for one that waits', async () => {
    const { performer, told } = performing();
    const waiting = new FakeStep('slow', [], { status: 'waiting' });
    let release = () => undefined as undefined;
    const open = new Promise<void>((resolve) => {
      release = () => resolve() as undefined;
    });
    Object.assign(waiting, { wait: () => open });
    const quick = new FakeStep('quick');
    const runs = performer.perform([waiting, quick]);
    expect(await runs[1]).toBe(true);
    expect(told()).not.toContain('slow done');
    waiting.state = { status: 'done', ours: 'none', evidence: 'moved' };
    release();
    expect(await runs[0]).toBe(false);
  });

  it('is cancelled while it waits', async () => {
    const stop = new AbortController();
    const { performer } = performing(stop.signal);
    const step = new FakeStep('a', [], { status: 'waiting' });
    const run = all(performer, [step]);
    setImmediate(() => stop.abort());
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('trying a write again', () => {
  it('follows the rule of the code, whatever its case', async () => {
    const { performer, events } = performing();
    const step = new FakeStep('a');
    step.transient = [{ codes: ['Slow.Down'], forMs: 60_000, why: 'it passes' }];
    step.failures = [refusal('slow.down'), refusal('SLOW.DOWN')];
    expect(await all(performer, [step])).toEqual([true]);
    expect(events).toContainEqual(
      expect.objectContaining({ state: 'retrying', attempt: 3, evidence: 'it passes' }),
    );
  });

  it('ends when the rule has had its time', async () => {
    const { performer, clock } = performing();
    const step = new FakeStep('a');
    step.transient = [{ codes: ['Slow.Down'], forMs: 10_000, why: 'it passes' }];
    step.failures = Array.from({ length: 50 }, () => refusal('Slow.Down'));
    await expect(all(performer, [step])).rejects.toMatchObject({ call: { cloudCode: 'Slow.Down' } });
    expect(clock.now()).toBeGreaterThan(5_000);
    expect(clock.now()).toBeLessThanOrEqual(10_000);
  });

  it('does not try again without a rule', async () => {
    const { performer } = performing();
    const step = new FakeStep('a');
    step.transient = [{ codes: ['Slow.Down'], forMs: 10_000, why: 'it passes' }];
    step.failures = [refusal('Forbidden')];
    await expect(all(performer, [step])).rejects.toMatchObject({ call: { cloudCode: 'Forbidden' } });
    expect(step.log).toEqual(['read', 'apply']);
  });

  it('gives a second try a round of its own', async () => {
    const { performer } = performing();
    const step = new FakeStep('a');
    const rounds: object[] = [];
    const apply = step.apply.bind(step);
    step.apply = async (context) => {
      rounds.push(context.round);
      return apply(context);
    };
    step.transient = [{ codes: ['Slow.Down'], forMs: 10_000, why: 'it passes' }];
    step.failures = [refusal('Slow.Down')];
    await all(performer, [step]);
    expect(rounds[0]).toBe(step.rounds[0]);
    expect(rounds[1]).not.toBe(rounds[0]);
  });
});
