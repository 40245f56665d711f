import { describe, expect, it } from 'vitest';
import { CidrSet } from '../../src/path/cidr-set.js';
import { collapse } from '../../src/path/collapse.js';
import type { Flows } from '../../src/path/match.js';
import { portRanges, portSpans } from '../../src/path/port-range.js';
import { cidrs } from './helpers/fixtures.js';

const addresses = (text: string) => CidrSet.of(cidrs(text)).spans;
const ports = (from: number, to: number) => portSpans([{ from, to }]);
const whole: Flows = {
  protocol: 'tcp',
  local: addresses('10.0.0.0/24'),
  remote: addresses('192.168.0.0/24'),
  localPorts: ports(1, 4),
  remotePorts: ports(6379, 6379),
};
const labelled = (key: string, part: Partial<Flows>) => ({ key, value: key, flows: { ...whole, ...part } });
const print = (parts: Parameters<typeof collapse<string>>[1]) =>
  collapse(whole, parts).map(({ flows, members }) => {
    const range = portRanges(flows.localPorts).map(({ from, to }) => `${from}-${to}`);
    return `${CidrSet.fromSpans(flows.remote).cidrs().join(' ')} ${range}: ${members.map(({ key }) => key).sort()}`;
  });

describe('collapse', () => {
  it('joins equal labels that lie apart', () => {
    const parts = [
      labelled('b', { remote: addresses('192.168.0.64/26') }),
      labelled('a', { remote: addresses('192.168.0.0/26') }),
      labelled('a', { remote: addresses('192.168.0.128/25') }),
    ];
    expect(print(parts)).toEqual(['192.168.0.0/26 192.168.0.128/25 1-4: a', '192.168.0.64/26 1-4: b']);
  });

  it('joins along both sides', () => {
    const [low, high] = [addresses('192.168.0.0/25'), addresses('192.168.0.128/25')];
    const parts = [low, high].flatMap((remote) =>
      [ports(1, 2), ports(3, 4)].map((localPorts) => labelled('a', { remote, localPorts })),
    );
    expect(print(parts)).toEqual(['192.168.0.0/24 1-4: a']);
  });

  it('cuts where the local address makes a difference', () => {
    const parts = [
      labelled('a', { local: addresses('10.0.0.0/25') }),
      labelled('b', { local: addresses('10.0.0.128/25'), remote: addresses('192.168.0.0/25') }),
      labelled('a', { local: addresses('10.0.0.128/25'), remote: addresses('192.168.0.128/25') }),
    ];
    expect(print(parts)).toEqual(['192.168.0.0/25 1-4: a,b', '192.168.0.128/25 1-4: a']);
  });
});
