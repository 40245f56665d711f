import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

describe('demo', () => {
  it('goes the whole way, breaks it, and heals it', async () => {
    const { code, stdout, stderr } = await runCli(['demo']);
    expect(code).toBe(0);
    expect(stderr).toContain('→ Your move. Accept the peering in AWS account 123456789012');
    expect(stdout).toContain('✗ tls_required');
    expect(stdout).toContain('Fix  Use a rediss:// URL');
    const summary = stdout.trimEnd().split('\n').at(-1);
    expect(summary).toMatch(/^✓ demo passed {2}aws 127\.42\.0\.\d+:\d+ PONG in \d+\.\d ms; .* s in all\.$/);
  });

  it('needs no account, and ignores the one that is there', async () => {
    const env = { DFCLOUD_API_KEY: 'real-key', DFCLOUD_BASE_URL: 'http://127.0.0.1:9' };
    const { code, stdout } = await runCli(['demo', '--json'], { env });
    expect(code).toBe(0);
    expect(stdout).not.toContain('real-key');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      demo: {
        passed: true,
        clouds: [
          {
            cloud: 'aws',
            verified: { verdict: 'reachable', findings: [] },
            broken: { verdict: 'unreachable', findings: [{ code: 'tls_required' }] },
            healed: { verdict: 'reachable', findings: [] },
          },
        ],
      },
    });
  });
});
