import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { VerifyEvent } from '../../src/verify/types.js';
import { verify } from '../../src/verify/verify.js';
import { makeCertificate } from './fixtures/certificate.js';
import { codes } from './fixtures/host.js';
import { choppyStore, httpServer, silentServer, slowStore } from './fixtures/misbehaving.js';
import { lockedStore, respServer } from './fixtures/resp-server.js';

const certificate = await makeCertificate();
const secret = 'Pa55-word-that-nobody-may-see';

describe('a store that can be reached', () => {
  it('is reachable without any finding', async () => {
    const store = await respServer();
    const report = await verify({ endpoint: store.endpoint });
    expect(report).toMatchObject({
      version: 1,
      verdict: 'reachable',
      endpoint: store.endpoint,
      findings: [],
    });
    expect(report.checks.find((check) => check.id === 'resp.ping:127.0.0.1')).toMatchObject({
      layer: 'resp',
      status: 'pass',
      summary: 'PONG',
      evidence: { transport: 'plain', reply: 'PONG' },
    });
  });

  it('is reachable when its answers are slow', async () => {
    const store = await slowStore(500);
    expect(await verify({ endpoint: store.endpoint })).toMatchObject({ verdict: 'reachable', findings: [] });
  });

  it('is reachable when its answers arrive byte by byte', async () => {
    const store = await choppyStore();
    expect(await verify({ endpoint: store.endpoint })).toMatchObject({ verdict: 'reachable', findings: [] });
  });

  it('is clean over TLS that was asked for', async () => {
    const store = await respServer({ tls: certificate });
    const report = await verify({ endpoint: `rediss://${store.endpoint}`, ca: certificate.ca });
    expect(report).toMatchObject({ verdict: 'reachable', endpoint: store.endpoint, findings: [] });
  });

  it('takes any error reply as proof of the way', async () => {
    const store = await respServer({ reply: () => '-MASTERDOWN Link with MASTER is down\r\n' });
    const report = await verify({ endpoint: store.endpoint });
    expect([report.verdict, ...codes(report)]).toEqual(['reachable', 'resp_error_reply']);
  });
});

describe('the report', () => {
  it('is plain data of the promised shape', async () => {
    const report = await verify({ endpoint: (await httpServer()).endpoint });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(Object.keys(report)).toEqual([
      'version',
      'verdict',
      'endpoint',
      'findings',
      'checks',
      'startedAt',
      'durationMs',
    ]);
    for (const finding of report.findings) {
      expect(Object.keys(finding).sort()).toEqual(
        ['code', 'evidence', 'fix', 'layer', 'owner', 'severity', 'summary'].sort(),
      );
      expect(finding.fix.text).not.toBe('');
    }
    for (const check of report.checks) {
      expect(Object.keys(check).sort()).toEqual(['evidence', 'id', 'layer', 'ms', 'status', 'summary']);
    }
    expect(new Date(report.startedAt).toISOString()).toBe(report.startedAt);
  });

  it('shows the layers in the order of the way', async () => {
    const report = await verify({ endpoint: (await respServer()).endpoint });
    const layers = [...new Set(report.checks.map((check) => check.layer))];
    expect(layers).toEqual(['address', 'route', 'dns', 'tcp', 'tls', 'resp']);
  });

  it('never holds the password of the URL', async () => {
    const events: VerifyEvent[] = [];
    const store = await respServer({ reply: lockedStore('another') });
    const endpoint = `redis://someone:${secret}@${store.endpoint}/0`;
    const report = await verify({ endpoint, onEvent: (event) => events.push(event) });
    expect(codes(report)).toEqual(['resp_wrongpass']);
    expect(store.heard).toContainEqual(['AUTH', 'someone', secret]);
    expect(JSON.stringify([report, events])).not.toContain(secret);
    expect(JSON.stringify([report, events])).not.toContain('someone');
  });

  it('never holds a password that the server repeats', async () => {
    const store = await respServer({
      reply: ([command, argument]) =>
        command === 'PING' ? '+PONG\r\n' : `-ERR unknown command '${command}', with args: '${argument}'\r\n`,
    });
    const report = await verify({ endpoint: `redis://:${secret}@${store.endpoint}` });
    expect(store.heard).toContainEqual(['AUTH', secret]);
    expect(codes(report)).toEqual(['resp_error_reply']);
    expect(JSON.stringify(report)).not.toContain(secret);
  });
});

describe('events', () => {
  it('tell each check before and after', async () => {
    const events: VerifyEvent[] = [];
    const store = await respServer();
    const report = await verify({ endpoint: store.endpoint, onEvent: (event) => events.push(event) });
    expect(events[0]).toMatchObject({ type: 'verify-started', endpoint: store.endpoint });
    expect(events.at(-1)).toEqual({ type: 'verify-finished', report });
    const started = events.flatMap((event) => (event.type === 'check-started' ? event.id : []));
    const finished = events.flatMap((event) => (event.type === 'check-finished' ? event.check : []));
    expect(started).toEqual(report.checks.map((check) => check.id));
    expect(finished).toEqual(report.checks);
  });

  it('survive a listener that throws', async () => {
    // Each exception becomes a process warning, which would only be noise here.
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const store = await respServer();
    const report = await verify({
      endpoint: store.endpoint,
      onEvent: () => {
        throw new TypeError('listener');
      },
    });
    expect(report.verdict).toBe('reachable');
    expect(warn).toHaveBeenCalled();
  });
});

describe('the time', () => {
  it('ends a silent connection as unreachable, not unknown', async () => {
    const report = await verify({ endpoint: (await silentServer()).endpoint, timeoutMs: 200 });
    expect([report.verdict, codes(report)[0]]).toEqual(['unreachable', 'resp_silent']);
    expect(report.durationMs).toBeLessThan(1000);
  });

  it('gives answers their own deadline', async () => {
    const store = await slowStore(700);
    const report = await verify({ endpoint: store.endpoint, respTimeoutMs: 300 });
    expect([report.verdict, codes(report)[0]]).toEqual(['unreachable', 'resp_silent']);
  });
});

describe('what it leaves behind', () => {
  it.each([
    ['a silent server', silentServer],
    ['a store', () => respServer()],
    ['a TLS store', () => respServer({ tls: certificate })],
  ])('no open connection at %s', async (_, start) => {
    const server = await start();
    await verify({ endpoint: server.endpoint, respTimeoutMs: 400 });
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});
