import { describe, expect, it } from 'vitest';
import { CidrSet } from '../../src/path/cidr-set.js';
import { firstMatch, type Rung } from '../../src/path/first-match.js';
import type { Flows } from '../../src/path/match.js';
import { cidrs } from './helpers/fixtures.js';

const remote = (text: string) => CidrSet.of(cidrs(text)).spans;
const flows: Flows = {
  protocol: 'tcp',
  local: remote('10.0.0.0/8'),
  remote: remote('192.168.0.0/16'),
  localPorts: [],
  remotePorts: [],
};
const candidate = (value: string, text: string, doubt?: string) => ({
  value,
  cut: { remote: remote(text) },
  ...(doubt !== undefined && { doubt }),
});
const decide = (...rungs: Rung<string>[]) =>
  firstMatch(flows, rungs, 'fallback').map(
    (part) => `${CidrSet.fromSpans(part.flows.remote).cidrs().join(' ')}: ${part.possible} [${part.doubts}]`,
  );

describe('firstMatch', () => {
  it('gives the rest to the fallback', () => {
    expect(decide()).toEqual(['192.168.0.0/16: fallback []']);
    expect(decide([candidate('a', '192.168.0.0/17')], [candidate('b', '192.168.0.0/16')])).toEqual([
      '192.168.0.0/17: a []',
      '192.168.128.0/17: b []',
    ]);
  });

  it('collects what only may apply', () => {
    expect(
      decide([candidate('a', '192.168.0.0/17', 'who knows')], [candidate('b', '192.168.0.0/18')]),
    ).toEqual([
      '192.168.0.0/18: a,b [who knows]',
      '192.168.64.0/18: a,fallback [who knows]',
      '192.168.128.0/17: fallback []',
    ]);
  });

  it('offers all equal candidates before it goes down', () => {
    const tie = [candidate('a', '192.168.0.0/17'), candidate('b', '192.168.0.0/16', 'alive?')];
    expect(decide(tie, [candidate('c', '192.168.0.0/16')])).toEqual([
      '192.168.0.0/17: a,b [which of several equal routes or targets the platform picked,alive?]',
      '192.168.128.0/17: b,c [alive?]',
    ]);
  });

  it('stops reading when everything is decided', () => {
    function* endless(): Generator<Rung<string>> {
      for (;;) yield [candidate('a', '192.168.0.0/16')];
    }
    expect(firstMatch(flows, endless(), 'fallback')).toHaveLength(1);
  });
});
