import { describe, expect, it } from 'vitest';
import { CidrSet } from '../../src/path/cidr-set.js';
import { cutFlows, cutOf, type Flows, type Match } from '../../src/path/match.js';
import { portRanges, portSpans } from '../../src/path/port-range.js';
import { cidrs } from './helpers/fixtures.js';

const flows: Flows = {
  protocol: 'tcp',
  local: CidrSet.of(cidrs('10.0.0.0/24')).spans,
  remote: CidrSet.of(cidrs('192.168.0.0/16')).spans,
  localPorts: portSpans([{ from: 1024, to: 65_535 }]),
  remotePorts: portSpans([{ from: 6379, to: 6379 }]),
};
const halves = (match: Match) => {
  const { taken, rest } = cutFlows(flows, cutOf(match, flows.protocol) ?? {});
  return { taken: taken && print(taken), rest: rest.map(print) };
};
const print = ({ local, remote, localPorts }: Flows) =>
  [
    CidrSet.fromSpans(local).cidrs().join('+'),
    CidrSet.fromSpans(remote).cidrs().join('+'),
    portRanges(localPorts)
      .map(({ from, to }) => `${from}-${to}`)
      .join('+'),
  ].join(' ');

describe('cutFlows', () => {
  it('takes all when nothing restricts', () => {
    const { taken, rest } = cutFlows(flows, {});
    expect(taken).toBe(flows);
    expect(rest).toEqual([]);
  });

  it('takes none when a list is empty or elsewhere', () => {
    for (const match of [
      { remote: [] },
      { remote: cidrs('172.16.0.0/12') },
      { remotePorts: [{ from: 1, to: 2 }] },
    ]) {
      const cut = cutOf(match, 'tcp');
      expect(cut && cutFlows(flows, cut)).toEqual({ taken: undefined, rest: [flows] });
    }
  });

  it('divides along every side without loss', () => {
    const match = {
      local: cidrs('10.0.0.0/25'),
      remote: cidrs('192.168.0.0/17'),
      localPorts: [{ from: 0, to: 2047 }],
    };
    expect(halves(match)).toEqual({
      taken: '10.0.0.0/25 192.168.0.0/17 1024-2047',
      rest: [
        '10.0.0.0/24 192.168.128.0/17 1024-65535',
        '10.0.0.128/25 192.168.0.0/17 1024-65535',
        '10.0.0.0/25 192.168.0.0/17 2048-65535',
      ],
    });
  });

  it('knows that other protocols do not match', () => {
    expect(cutOf({ protocol: 'udp' }, 'tcp')).toBeUndefined();
    expect(cutOf({ protocol: 132 }, 132)).toEqual({});
  });

  it('keeps the families apart', () => {
    expect(halves({ remote: cidrs('::/0') }).taken).toBeUndefined();
  });
});
