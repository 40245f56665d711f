import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.js';
import type { Interruption } from '../../src/cli/signals.js';
import { sandboxed } from './sandboxed.js';

const cli = sandboxed();

/** Runs a command in this process, on streams that look like a terminal. */
function onTerminal(args: readonly string[]) {
  for (const [name, value] of Object.entries(cli.sandbox.env)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true });
  const [stdin, stdout, stderr] = [terminal(), terminal(), terminal()];
  const controller = new AbortController();
  const interruption: Interruption = {
    signal: controller.signal,
    exitCode: 130,
    interrupt: () => controller.abort(),
  };
  const asked = new Promise<void>((resolve) => {
    stderr.on('data', (chunk) => String(chunk).includes('[y/N]') && resolve());
  });
  const code = runProgram(args, { stdin, stdout, stderr, env: { TERM: 'dumb' } }, interruption);
  return { code, stdin, asked, interruption };
}

async function exists(id: string): Promise<boolean> {
  return cli.sandbox
    .world()
    .networks.some(({ network_id: known, status }) => known === id && status === 'active');
}

describe('a question before something is destroyed', () => {
  it('is answered with yes', async () => {
    const id = await cli.network('yes');
    const { code, stdin, asked } = onTerminal(['networks', 'delete', id]);
    await asked;
    stdin.write('y\n');
    expect(await code).toBe(0);
    expect(await exists(id)).toBe(false);
  });

  it.each(['n\n', '\n', 'maybe\n'])('keeps everything on %j', async (answer) => {
    const id = await cli.network('no');
    const { code, stdin, asked } = onTerminal(['networks', 'delete', id]);
    await asked;
    stdin.write(answer);
    expect(await code).toBe(1);
    expect(await exists(id)).toBe(true);
  });

  it('keeps everything when the input ends', async () => {
    const id = await cli.network('end');
    const { code, stdin, asked } = onTerminal(['networks', 'delete', id]);
    await asked;
    stdin.end();
    expect(await code).toBe(1);
    expect(await exists(id)).toBe(true);
  });

  it('keeps everything on Ctrl-C', async () => {
    const id = await cli.network('interrupt');
    const { code, asked, interruption } = onTerminal(['networks', 'delete', id]);
    await asked;
    interruption.interrupt();
    expect(await code).toBe(130);
    expect(await exists(id)).toBe(true);
  });
});
