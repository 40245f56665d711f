import { describe, expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import { judgeExposure } from '../../src/verify/judge-exposure.js';
import { cidrs, rule, securityGroups, snapshot } from '../path/helpers/fixtures.js';

const REDIS = [{ from: 6379, to: 6379 }];
const opened = (...args: Parameters<typeof snapshot>) => judgeExposure(snapshot(...args))[0]?.openings;

describe('judgeExposure', () => {
  it('finds nothing behind a closed filter', () => {
    expect(opened({ in: [securityGroups()] })).toEqual([]);
  });

  it('names ports and senders of an open rule', () => {
    const allow = rule('sgr-1', 'continue', { remote: cidrs('192.168.4.0/24'), localPorts: REDIS });
    expect(opened({ in: [securityGroups(allow)] })).toEqual([
      { from: ['192.168.4.0/24'], ports: ['6379'], outcome: 'open' },
    ]);
  });

  it('counts as open what only the far side decides', () => {
    const remote = { id: 'df-1', cidrs: cidrs('192.168.0.0/16'), back: { kind: 'unknown' as const } };
    expect(opened({ in: [] }, { remote })).toEqual([
      { from: ['192.168.0.0/16'], ports: ['0-65535'], outcome: 'open' },
    ]);
  });

  it('does not call open what could not be read', () => {
    const perhaps = rule('sgr-1', 'continue', { localPorts: REDIS }, { applies: 'maybe' });
    expect(opened({ in: [securityGroups(perhaps)] })).toMatchObject([
      { ports: ['6379'], outcome: 'unknown' },
    ]);
  });

  it('says partly when some senders pass', () => {
    const half = rule('sgr-1', 'continue', { local: [cidr('10.0.1.0/25')], localPorts: REDIS });
    expect(opened({ in: [securityGroups(half)] })).toMatchObject([{ ports: ['6379'], outcome: 'partly' }]);
  });
});
