import { describe, expect, it } from 'vitest';
import { SandboxError, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { resolveOptions } from '../../src/sandbox/options.js';

describe('the options of startSandbox', () => {
  it('has a default for each', () => {
    expect(resolveOptions({})).toMatchObject({
      port: 0,
      tls: false,
      seed: 1,
      clock: 'real',
      networkQuota: 2,
    });
  });

  it('keeps the default timings that are not given', () => {
    const { timings } = resolveOptions({ timings: { deletionMs: 5 } });
    expect(timings).toMatchObject({ deletionMs: 5, provisioningMs: 200 });
  });

  const wrong: [string, object, RegExp][] = [
    ['a port that does not exist', { port: 70_000 }, /port is 70000/],
    ['a fraction as the port', { port: 1.5 }, /port is 1.5/],
    ['a seed that is no whole number', { seed: 0.1 }, /seed is 0.1/],
    ['an unknown clock', { clock: 'atomic' }, /clock is atomic/],
    ['a negative duration', { latencyMs: -1 }, /latencyMs is -1/],
    ['a duration that no timer can wait', { timings: { deletionMs: 3e9 } }, /deletionMs is 3000000000/],
    ['a negative quota', { quotas: { networks: -1 } }, /quotas.networks is -1/],
    ['text where true or false belongs', { tls: 'yes' }, /tls is yes/],
    ['an unknown option, with the nearest', { prot: 1 }, /no option prot; did you mean port\?/],
    ['an unknown timing, with the nearest', { timings: { deleteMs: 1 } }, /timings\.deleteMs/],
    ['an unknown quota', { quotas: { pigs: 1 } }, /quotas\.pigs/],
  ];
  for (const [what, options, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const given: SandboxOptions = options;
      const error = await startSandbox(given).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SandboxError);
      expect(error).toMatchObject({ code: 'invalid_option', message: expect.stringMatching(message) });
    });
  }

  it('refuses an API key without showing it', async () => {
    const error = await startSandbox({ apiKey: 'hush hush' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: 'startSandbox: apiKey is ***' });
  });
});
