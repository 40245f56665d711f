import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.js';
import { codes } from '../fixtures/host.js';
import { droppingPort } from '../fixtures/misbehaving.js';

describe.runIf(process.platform === 'linux')('a port that drops every packet', () => {
  it('is unreachable with what to check first', async () => {
    const report = await verify({ endpoint: `127.0.0.1:${await droppingPort()}`, timeoutMs: 1500 });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'tcp_timeout']);
    expect(report.findings[0]?.fix.text).toMatch(/Route[\s\S]*Firewall out[\s\S]*Way back[\s\S]*Far side/);
  });

  it('is undecided when the time is too short to tell', async () => {
    const report = await verify({ endpoint: `127.0.0.1:${await droppingPort()}`, timeoutMs: 300 });
    expect([report.verdict, ...codes(report)]).toEqual(['unknown', 'out_of_time']);
  });

  it('is given up on sooner where the address is wrong', async () => {
    const endpoint = `127.0.0.1:${await droppingPort()}`;
    const report = await verify({ endpoint, cidrs: ['10.0.0.0/16'] });
    expect(codes(report)).toEqual(['endpoint_outside_cidr', 'tcp_timeout']);
    expect(report.durationMs).toBeLessThan(3500);
  });
});
