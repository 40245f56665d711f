import { describe, expect, it } from 'vitest';
import { type Cidr, cidr } from '../../src/path/cidr.js';
import { type ExposureRequest, exposure } from '../../src/path/exposure.js';
import type { FilterLayer } from '../../src/path/filter.js';
import type { Match } from '../../src/path/match.js';
import type { Piece } from '../../src/path/piece.js';
import type { PortRange } from '../../src/path/port-range.js';
import type { PathSnapshot } from '../../src/path/snapshot.js';
import { trace } from '../../src/path/trace.js';
import {
  cidrs,
  GATEWAY,
  layer,
  networkAcl,
  route,
  rule,
  securityGroups,
  snapshot,
  table,
  told,
} from './helpers/fixtures.js';

const NETWORK = '192.168.0.0/16';
const reached = (of: PathSnapshot, more: Partial<ExposureRequest> = {}) =>
  exposure(of, { sourceId: 'subnet-1', ...more }).map((piece) => {
    const ports = piece.localPorts.map(({ from, to }) => (from === to ? from : `${from}-${to}`));
    return `${ports} ${told(piece)}`;
  });
const open = (id: string, port: number, more: Match = {}) =>
  rule(id, 'continue', { localPorts: [{ from: port, to: port }], ...more });

describe('exposure', () => {
  it('is everything when nothing filters', () => {
    expect(reached(snapshot())).toEqual([`0-65535 ${NETWORK}: passes`]);
  });

  it('is what ingress rules allow, egress aside', () => {
    const source = { in: [securityGroups(open('sgr-ssh', 22))], out: [securityGroups()] };
    expect(reached(snapshot(source))).toEqual([
      `0-21,23-65535 ${NETWORK}: blocked filter_in by sg-1`,
      `22 ${NETWORK}: passes`,
    ]);
  });

  it('needs stateless filters to let replies out', () => {
    const replies = rule('100', 'continue', { remotePorts: [{ from: 1024, to: 65_535 }] });
    expect(reached(snapshot({ out: [networkAcl(replies)] }))).toEqual([`0-65535 ${NETWORK}: passes`]);
    expect(reached(snapshot({ out: [networkAcl()] }))).toEqual([
      `0-65535 ${NETWORK}: blocked filter_return by acl-1`,
    ]);
  });

  it('is mixed when only some client ports get replies', () => {
    const linux = rule('100', 'continue', { remotePorts: [{ from: 32_768, to: 60_999 }] });
    const [piece] = exposure(snapshot({ out: [networkAcl(linux)] }), { sourceId: 'subnet-1' });
    expect(piece?.outcome).toBe('mixed');
    expect(piece?.parts?.find(({ outcome }) => outcome === 'passes')?.remotePorts).toEqual([
      { from: 32_768, to: 60_999 },
    ]);
  });

  it('needs a route back through the peering', () => {
    const routing = [table(route('192.168.0.0/17'), route('0.0.0.0/0', GATEWAY))];
    expect(reached(snapshot({ routing }))).toEqual([
      '0-65535 192.168.0.0/17: passes',
      '0-65535 192.168.128.0/17: blocked route_elsewhere by 0.0.0.0/0 to tgw-1',
    ]);
  });

  it('counts an invisible far side as open', () => {
    const remote = { ...snapshot().remote, back: { kind: 'unknown' as const } };
    expect(reached(snapshot({}, { remote }))).toEqual([`0-65535 ${NETWORK}: passes`]);
  });

  it('ends where the peering or the exchanged ranges end', () => {
    const peering = { id: 'pcx-1', state: 'expired', up: 'no' as const };
    expect(reached(snapshot({}, { peering }))).toEqual([`0-65535 ${NETWORK}: blocked peering_down by pcx-1`]);
    const back = { kind: 'exchanged' as const, cidrs: cidrs('10.0.9.0/24') };
    expect(reached(snapshot({}, { remote: { ...snapshot().remote, back } }))).toEqual([
      `0-65535 ${NETWORK}: blocked no_way_back by df-1`,
    ]);
  });

  it('asks only for the given ports and addresses', () => {
    const request = { localPorts: [{ from: 80, to: 80 }], remote: cidrs('192.168.1.0/24', '172.16.0.0/24') };
    expect(reached(snapshot(), request)).toEqual([
      '80 172.16.0.0/24: blocked not_remote by df-1',
      '80 192.168.1.0/24: passes',
    ]);
  });

  it('equals the trace of the mirrored network', () => {
    const source = {
      in: [
        layer('policy', true, 'continue', rule('deny', 'drop', { remote: cidrs('192.168.3.0/24') })),
        networkAcl(open('100', 22), open('200', 80, { remote: cidrs('192.168.0.0/20') })),
      ],
      out: [networkAcl(rule('100', 'continue', { remotePorts: [{ from: 1024, to: 50_000 }] }))],
    };
    const there = snapshot(source);
    for (const port of [22, 80, 443]) {
      const reach = exposure(there, { sourceId: 'subnet-1', localPorts: [{ from: port, to: port }] });
      const back = trace(mirror(there), {
        sourceId: 'far',
        remote: cidrs('10.0.1.0/24'),
        port,
        ephemeral: { from: 1024, to: 65_535 },
      });
      for (const far of ['192.168.3.7', '192.168.1.1', '192.168.200.1'].map(host)) {
        for (const farPort of [1024, 50_000, 50_001, 65_535]) {
          const near = { address: host('10.0.1.9'), port };
          const there = { address: far, port: farPort };
          expect(fateOf(reach, near, there)).toBe(
            fateOf(back, there, near).replace('filter_out', 'filter_in'),
          );
        }
      }
    }
  });
});

/** The same network seen from the far side: local is remote, out is in. */
function mirror(of: PathSnapshot): PathSnapshot {
  const [source] = of.sources;
  return {
    ...of,
    local: { id: of.remote.id, cidrs: of.remote.cidrs },
    remote: { id: of.local.id, cidrs: of.local.cidrs, back: { kind: 'exchanged', cidrs: of.remote.cidrs } },
    sources: [
      {
        id: 'far',
        cidrs: of.remote.cidrs,
        routing: [table(route('10.0.0.0/8'))],
        out: source?.in.map(mirrorLayer) ?? [],
        in: source?.out.map(mirrorLayer) ?? [],
      },
    ],
  };
}

function mirrorLayer(of: FilterLayer): FilterLayer {
  return { ...of, rules: of.rules.map((one) => ({ ...one, match: mirrorMatch(one.match) })) };
}

function mirrorMatch({ local, remote, localPorts, remotePorts, ...same }: Match): Match {
  return {
    ...same,
    ...(local && { remote: local }),
    ...(remote && { local: remote }),
    ...(localPorts && { remotePorts: localPorts }),
    ...(remotePorts && { localPorts: remotePorts }),
  };
}

interface End {
  address: Cidr;
  port: number;
}

/** Outcome and cause of the one connection between two ends. */
function fateOf(pieces: readonly Piece[], local: End, remote: End): string {
  const piece = pieces.find((one) => holds(one.remote, remote) && has(one.localPorts, local));
  const part = piece?.parts?.find((one) => holds(one.local, local) && has(one.remotePorts, remote)) ?? piece;
  return `${part?.outcome} ${part?.cause?.code}`;
}

const host = (address: string) => cidr(`${address}/32`);
const holds = (blocks: readonly Cidr[], { address }: End) => blocks.some((block) => block.contains(address));
const has = (ports: readonly PortRange[], { port }: End) =>
  ports.some(({ from, to }) => from <= port && port <= to);
