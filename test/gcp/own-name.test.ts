import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../src/gcp/check-options.js';
import { openCompute } from '../../src/gcp/client.js';
import { GcpAcceptor } from '../../src/gcp/index.js';
import { ownName } from '../../src/gcp/own-name.js';
import { systemClock } from '../../src/internal/clock.js';

const HERE = { projectId: 'my-project', name: 'app-vpc' };

describe('the name of what is ours', () => {
  it('is the same on every run, and legal', () => {
    const name = ownName('net-1', HERE, 'peering');
    expect(name).toBe(ownName('net-1', { ...HERE }, 'peering'));
    expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])$/);
  });

  it('differs by network, project, VPC and purpose', () => {
    const names = [
      ownName('net-1', HERE, 'peering'),
      ownName('net-2', HERE, 'peering'),
      ownName('net-1', { ...HERE, projectId: 'other-project' }, 'peering'),
      ownName('net-1', { ...HERE, name: 'other-vpc' }, 'peering'),
      ownName('net-1', HERE, 'ingress'),
      ownName('net-1', HERE, 'egress'),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an acceptor that is printed', () => {
  it('shows no secret', async () => {
    const options = { projectId: 'my-project', network: 'app-vpc', accessToken: 'the-secret' };
    const compute = await openCompute(checkOptions(options), systemClock);
    for (const printed of [new GcpAcceptor(options), compute]) {
      expect(inspect(printed, { depth: 10, showHidden: true })).not.toContain('the-secret');
      expect(JSON.stringify(printed)).not.toContain('the-secret');
    }
  });
});
