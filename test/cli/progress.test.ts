import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { showEvent } from '../../src/cli/event-lines.js';
import { Progress } from '../../src/cli/progress.js';

function progress(options: { isTTY: boolean; columns?: number; env?: Record<string, string> }) {
  const { env = {}, ...tty } = options;
  const stream = Object.assign(new PassThrough(), tty);
  const shown = () => String(stream.read() ?? '');
  return { shown, progress: new Progress({ stderr: stream, env }) };
}

const wait = { resource: 'connection', id: 'conn-1', target: 'active', elapsedMs: 1 };

describe('progress', () => {
  it('is one line for each step where nobody watches', () => {
    const { progress: lines, shown } = progress({ isTTY: false });
    lines.step('waiting');
    lines.step('waiting');
    lines.mark('done', 'ready');
    lines.end();
    expect(shown()).toBe('  waiting\n✓ ready\n');
  });

  it('redraws one line on a terminal, and clears it', () => {
    const { progress: live, shown } = progress({ isTTY: true, env: { NO_COLOR: '1' } });
    live.step('waiting');
    live.mark('done', 'ready');
    live.end();
    const [before, step, after] = shown().split('\r\u001b[K');
    expect([before, step?.slice(1), after]).toEqual(['', ' waiting 0.0 s', '✓ ready\n']);
  });

  it('never draws a line wider than the terminal', () => {
    const { progress: live, shown } = progress({ isTTY: true, columns: 20, env: { NO_COLOR: '1' } });
    live.step('a text that is far too long for this terminal');
    live.end();
    expect(shown().split('\r\u001b[K')[1]?.length).toBeLessThan(20);
  });

  it('does not move on a dumb terminal', () => {
    const { progress: dumb, shown } = progress({ isTTY: true, env: { TERM: 'dumb' } });
    dumb.step('waiting');
    dumb.end();
    expect(shown()).toBe('  waiting\n');
  });

  it('removes control characters of what it shows', () => {
    const { progress: lines, shown } = progress({ isTTY: false });
    lines.mark('warning', 'a\u001b[2Jb');
    expect(shown()).toBe('! a\u{fffd}[2Jb\n');
  });
});

describe('events as progress', () => {
  it('say what a person needs to know, and nothing else', () => {
    const { progress: lines, shown } = progress({ isTTY: false });
    showEvent({ type: 'request', method: 'GET', path: '/v1/networks', attempt: 1 }, lines);
    showEvent({ type: 'status', status: 'pending', ...wait }, lines);
    showEvent({ type: 'waiting', status: 'pending', inStatusMs: 5, ...wait }, lines);
    showEvent({ type: 'your-move', status: 'inactive', fix: 'Accept it.', ...wait }, lines);
    showEvent({ type: 'unknown-status', status: 'dancing', ...wait }, lines);
    showEvent(
      { type: 'retry', method: 'GET', path: '/v1/x', attempt: 2, delayMs: 400, because: 'server' },
      lines,
    );
    expect(shown().split('\n')).toEqual([
      '  connection conn-1 is pending',
      '→ Your move. Accept it.',
      '  connection conn-1 is inactive, waiting for you',
      '! connection conn-1 is "dancing", a new word; still waiting',
      '! GET /v1/x failed (server); attempt 2 in 400 ms',
      '',
    ]);
  });
});
