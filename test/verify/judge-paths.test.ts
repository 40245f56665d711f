import { describe, expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import type { PathSnapshot, Source } from '../../src/path/snapshot.js';
import { judgePaths } from '../../src/verify/judge-paths.js';
import {
  cidrs,
  GATEWAY,
  LOCAL,
  networkAcl,
  route,
  rule,
  securityGroups,
  snapshot,
  table,
} from '../path/helpers/fixtures.js';

const QUESTION = { remote: [cidr('192.168.0.10/32')], port: 6379 };
const codes = (of: PathSnapshot) => judgePaths(of, QUESTION).findings.map(({ code }) => code);
const named = (name: string) => ({ ...table(route('10.0.0.0/16', LOCAL)), name });

describe('judgePaths', () => {
  it('finds nothing where everything passes', () => {
    const { paths, findings } = judgePaths(snapshot(), QUESTION);
    expect(findings).toEqual([]);
    expect(paths.map(({ source, outcome }) => [source, outcome])).toEqual([['subnet-1', 'open']]);
  });

  it('counts an unseen far side as open', () => {
    const unseen = { id: 'df-1', cidrs: cidrs('192.168.0.0/16'), back: { kind: 'unknown' as const } };
    const { paths, findings } = judgePaths(snapshot({}, { remote: unseen }), QUESTION);
    expect(paths[0]?.outcome).toBe('open');
    expect(findings).toEqual([]);
  });

  it('names table, subnets and command where the route is missing', () => {
    const source = (id: string): Source => ({
      ...(snapshot().sources[0] as Source),
      id,
      subnetId: id,
      routing: [named('rtb-0a')],
    });
    const { findings } = judgePaths(
      snapshot({}, { sources: [source('subnet-a'), source('subnet-b')] }),
      QUESTION,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      code: 'path_no_route',
      evidence: { at: 'rtb-0a', sources: ['subnet-a', 'subnet-b'] },
      fix: {
        command:
          'aws ec2 create-route --route-table-id rtb-0a --destination-cidr-block 192.168.0.0/16 --vpc-peering-connection-id pcx-1',
      },
    });
  });

  it('tells the ways of stopping apart', () => {
    const routed = (...more: Parameters<typeof table>) => ({ routing: [table(...more)] });
    expect(codes(snapshot(routed(route('192.168.0.0/24', GATEWAY))))).toEqual(['path_route_elsewhere']);
    expect(codes(snapshot(routed(route('192.168.0.0/16', undefined, { usable: 'no' }))))).toEqual([
      'path_blackhole',
    ]);
    expect(codes(snapshot({ out: [securityGroups()] }))).toEqual(['path_filtered']);
    expect(codes(snapshot({ in: [networkAcl()] }))).toEqual(['path_reply_filtered']);
    const down = { id: 'pcx-1', state: 'pending-acceptance', up: 'no' as const };
    expect(codes(snapshot({}, { peering: down }))).toEqual(['path_peering_down']);
  });

  it('calls what cannot be told a warning', () => {
    const unsure = snapshot({ out: [securityGroups(rule('all', 'continue', {}, { applies: 'maybe' }))] });
    const { findings, paths } = judgePaths(unsure, QUESTION);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['path_undecided', 'warning']]);
    expect(paths[0]?.outcome).toBe('unknown');
  });

  it('sees a specific route that takes a part', () => {
    const stolen = snapshot({
      routing: [table(route('192.168.0.0/16'), route('192.168.128.0/17', GATEWAY))],
    });
    const { paths, findings } = judgePaths(stolen, { remote: cidrs('192.168.0.0/16'), port: 6379 });
    expect(paths[0]?.outcome).toBe('mixed');
    expect(findings[0]).toMatchObject({
      code: 'path_route_elsewhere',
      evidence: { remote: ['192.168.128.0/17'] },
    });
  });
});
