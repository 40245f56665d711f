import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cidr } from '../../src/path/cidr.js';
import { exposure } from '../../src/path/exposure.js';
import type { Piece, PiecePart } from '../../src/path/piece.js';
import type { PortRange } from '../../src/path/port-range.js';
import { trace } from '../../src/path/trace.js';
import { type NetworkSpec, networks, WORLD } from './helpers/random-network.js';
import { all, simulate, type Verdict } from './helpers/simulator.js';
import {
  LOCAL_PORT,
  localAddress,
  PLACES,
  type Place,
  REMOTE_PORT,
  remoteAddress,
  toSnapshot,
} from './helpers/to-snapshot.js';

/** The arithmetic of IPv6 has its own tests; here fewer networks do. */
const RUNS = { IPv4: { numRuns: 150, seed: 2026 }, IPv6: { numRuns: 40, seed: 2027 } };
const FAMILIES = ['IPv4', 'IPv6'] as const;
const count = (n: number) => Array.from({ length: n }, (_, index) => index);

describe.each(FAMILIES)('random %s networks', (family) => {
  const place = PLACES[family];

  it('trace agrees with a simulator of single packets', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const pieces = trace(toSnapshot(network, place), {
          sourceId: 'source',
          remote: count(1 << WORLD.remoteBits).map((address) => remoteAddress(place, address)),
          port: REMOTE_PORT,
          ephemeral: { from: LOCAL_PORT, to: LOCAL_PORT + WORLD.localPorts - 1 },
        });
        expect(differences(pieces, network, place, 'trace')).toEqual([]);
      }),
      RUNS[family],
    );
  });

  it('exposure agrees with a simulator of single packets', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const pieces = exposure(toSnapshot(network, place), {
          sourceId: 'source',
          remote: count(1 << WORLD.remoteBits).map((address) => remoteAddress(place, address)),
          localPorts: [{ from: LOCAL_PORT, to: LOCAL_PORT + WORLD.localPorts - 1 }],
          ephemeral: { from: REMOTE_PORT, to: REMOTE_PORT + WORLD.remotePorts - 1 },
        });
        expect(differences(pieces, network, place, 'exposure')).toEqual([]);
      }),
      RUNS[family],
    );
  });
});

/** Looks up every connection of the small world in the pieces; what differs in outcome or cause is listed. */
function differences(
  pieces: readonly Piece[],
  network: NetworkSpec,
  place: Place,
  direction: 'trace' | 'exposure',
): string[] {
  const faults: string[] = [];
  const near = count(1 << WORLD.localBits).map((address) => localAddress(place, address));
  const remotePorts = direction === 'trace' ? [0] : count(WORLD.remotePorts);
  for (const remote of count(1 << WORLD.remoteBits)) {
    const far = remoteAddress(place, remote);
    const about = pieces.filter((one) => holds(one.remote, far));
    for (const localPort of count(WORLD.localPorts)) {
      const where = `${remote}/${localPort}`;
      const [piece, ...more] = about.filter((one) => has(one.localPorts, LOCAL_PORT + localPort));
      if (!piece || more.length > 0) {
        faults.push(`${where} is in ${piece ? 1 + more.length : 0} pieces`);
        continue;
      }
      const outcomes = new Set<Verdict['outcome']>();
      for (const [local, address] of near.entries()) {
        for (const remotePort of remotePorts) {
          const expected = simulate(network, { local, remote, localPort, remotePort }, direction);
          outcomes.add(expected.outcome);
          const part = partOf(piece, address, REMOTE_PORT + remotePort);
          const fault = part ? difference(part, expected) : 'in no part, or in several';
          if (fault) faults.push(`${local} to ${where}/${remotePort}: ${fault}`);
        }
      }
      if (piece.outcome !== all(outcomes)) faults.push(`${where}: ${piece.outcome}, not ${all(outcomes)}`);
    }
  }
  return faults;
}

function difference(part: Piece | PiecePart, expected: Verdict): string | undefined {
  const { outcome, cause, undecided = [] } = part;
  if (outcome !== expected.outcome) return `${outcome}, not ${expected.outcome}`;
  const code = cause?.code ?? 'passes';
  if (code === 'passes' ? outcome !== 'passes' : !expected.codes.has(code)) return `${outcome} by ${code}`;
  return undecided.length > 0 === (outcome === 'unknown') ? undefined : `${outcome}: ${undecided}`;
}

function partOf(piece: Piece, local: Cidr, remotePort: number): Piece | PiecePart | undefined {
  if (!piece.parts) return piece;
  const parts = piece.parts.filter((part) => holds(part.local, local) && has(part.remotePorts, remotePort));
  return parts.length === 1 ? parts[0] : undefined;
}

const holds = (blocks: readonly Cidr[], address: Cidr) => blocks.some((block) => block.contains(address));
const has = (ports: readonly PortRange[], port: number) =>
  ports.some(({ from, to }) => from <= port && port <= to);
