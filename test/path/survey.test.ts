import { describe, expect, it } from 'vitest';
import { survey } from '../../src/path/survey.js';
import { cidrs, snapshot, told } from './helpers/fixtures.js';

describe('survey', () => {
  const [source] = snapshot({ cidrs: cidrs('10.0.1.0/24') }).sources;
  const ask = (remote: string[]) => {
    if (!source) return [];
    const ports = { localPorts: [{ from: 1, to: 2 }], remotePorts: [{ from: 3, to: 3 }] };
    return survey({ source, remote: cidrs(...remote), ...ports, protocol: 'tcp' }, []).map(told);
  };

  it('follows each address family on its own', () => {
    expect(ask(['fd00::/8', '192.168.1.0/24', '192.168.0.0/24'])).toEqual([
      '192.168.0.0/23: passes',
      'fd00::/8: blocked address_family by subnet-1',
    ]);
  });

  it('counts overlapping blocks once', () => {
    expect(ask(['192.168.0.0/16', '192.168.1.0/24'])).toEqual(['192.168.0.0/16: passes']);
    expect(ask([])).toEqual([]);
  });
});
