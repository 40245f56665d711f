import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

describe('demo', () => {
  it('goes the whole way, breaks it, and heals it', async () => {
    const { code, stdout, stderr } = await runCli(['demo']);
    expect(code).toBe(0);
    expect(stderr).toContain('→ Your move. Accept the peering in AWS account 123456789012');
    expect(stdout).toContain('✗ tls_required');
    expect(stdout).toContain('Fix  Use a rediss:// URL');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-4)).toMatch(/^✓ gcp {4}127\.43\.0\.\d+:\d+ {2}PONG in \d+\.\d ms$/);
    expect(lines.at(-3)).toMatch(/^✓ azure {2}127\.44\.0\.\d+:\d+ {2}PONG in \d+\.\d ms$/);
    expect(lines.at(-2)).toMatch(/^✓ aws {4}127\.42\.0\.\d+:\d+ {2}PONG in \d+\.\d ms$/);
    expect(lines.at(-1)).toMatch(/^✓ demo passed, the fault was found and healed; .* s in all\.$/);
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
          { cloud: 'gcp', verified: { verdict: 'reachable', findings: [] } },
          { cloud: 'azure', verified: { verdict: 'reachable', findings: [] } },
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
