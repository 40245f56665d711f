import { describe, expect, it } from 'vitest';
import { nodesIn } from '../../src/verify/cluster.js';
import { verify } from '../../src/verify/verify.js';
import { makeCertificate } from './fixtures/certificate.js';
import { codes } from './fixtures/host.js';
import { freePort } from './fixtures/listen.js';
import { openStore, type RespFixture, respServer } from './fixtures/resp-server.js';

const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;

/** A store that is a cluster of these nodes, each with all slots of its own range. */
function clusterStore(nodes: () => readonly (readonly [host: string, port: number])[], tls = false) {
  return respServer({
    ...(tls && { tls: certificate }),
    reply: (words, socket) => {
      if (words[0] === 'INFO') return bulk('# Cluster\r\ncluster_enabled:1\r\n');
      if (words[0] !== 'CLUSTER') return openStore(words, socket);
      const ranges = nodes().map(([host, port], index) => {
        return `*3\r\n:${index * 100}\r\n:${index * 100 + 99}\r\n*4\r\n${bulk(host)}:${port}\r\n${bulk('id')}*0\r\n`;
      });
      return `*${ranges.length}\r\n${ranges.join('')}`;
    },
  });
}

const certificate = await makeCertificate();

describe('a cluster', () => {
  it('whose nodes all answer is clean', async () => {
    const node = await respServer({ address: '127.0.0.2' });
    const seed: RespFixture = await clusterStore(() => [
      ['127.0.0.1', seed.port],
      ['127.0.0.2', node.port],
    ]);
    const report = await verify({ endpoint: seed.endpoint, cidrs: ['127.0.0.0/8'] });
    expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
    expect(node.heard).toEqual([['PING']]);
    expect(report.checks.filter((check) => check.id.startsWith('resp.node'))).toMatchObject([
      { id: `resp.node:127.0.0.1:${seed.port}`, status: 'pass' },
      { id: `resp.node:127.0.0.2:${node.port}`, status: 'pass' },
    ]);
  });

  it('over TLS has its nodes tried over TLS', async () => {
    const node = await respServer({ tls: await makeCertificate('127.0.0.2'), address: '127.0.0.2' });
    const seed: RespFixture = await clusterStore(() => [['127.0.0.2', node.port]], true);
    const report = await verify({ endpoint: seed.endpoint, tls: true, ca: certificate.ca });
    expect(report.findings).toEqual([]);
    expect(node.heard).toEqual([['PING']]);
  });

  it('with a node that is down stays reachable, with an error', async () => {
    const port = await freePort();
    const seed: RespFixture = await clusterStore(() => [
      ['', seed.port],
      ['127.0.0.2', port],
    ]);
    const report = await verify({ endpoint: seed.endpoint });
    expect(report.verdict).toBe('reachable');
    expect(report.findings).toMatchObject([
      {
        code: 'cluster_node_unreachable',
        severity: 'error',
        evidence: { nodes: [`127.0.0.2:${port}`], total: 2, failures: [`127.0.0.2:${port} (ECONNREFUSED)`] },
      },
    ]);
  });

  it('whose nodes lie outside the CIDR is flagged', async () => {
    const node = await respServer({ address: '127.0.1.2' });
    const seed: RespFixture = await clusterStore(() => [['127.0.1.2', node.port]]);
    const report = await verify({ endpoint: seed.endpoint, cidrs: ['127.0.0.0/24'] });
    expect(codes(report)).toEqual(['cluster_node_outside_cidr']);
  });

  it('gets no packet sent to public or reserved nodes', async () => {
    const seed: RespFixture = await clusterStore(() => [
      ['8.8.8.8', 6379],
      ['169.254.169.254', 80],
    ]);
    const report = await verify({ endpoint: seed.endpoint });
    expect(report.findings[0]?.evidence).toMatchObject({
      failures: [
        '8.8.8.8:6379 (its address is public, nothing was sent)',
        '169.254.169.254:80 (its address is reserved)',
      ],
    });
  });

  it('is not looked for where the store says that it is none', async () => {
    const store = await respServer({
      reply: (words, socket) =>
        words[0] === 'INFO' ? bulk('# Cluster\r\ncluster_enabled:0\r\n') : openStore(words, socket),
    });
    await verify({ endpoint: store.endpoint });
    expect(store.heard).toEqual([['PING'], ['INFO', 'cluster']]);
  });
});

describe('CLUSTER SLOTS', () => {
  it('names each node once, empty hosts being the seed', () => {
    const slots = [
      [0, 5, ['', 1, 'a'], ['10.0.0.2', 2, 'b']],
      [6, 9, ['10.0.0.2', 2, 'b'], [null, 3, 'c']],
    ];
    expect(nodesIn(slots, '10.0.0.1')).toEqual([
      { host: '10.0.0.1', port: 1 },
      { host: '10.0.0.2', port: 2 },
      { host: '10.0.0.1', port: 3 },
    ]);
  });

  it.each([['text'], [[1, 2]], [[[0, 5, ['h', 'x'], ['h', 0], 'y']]]])('survives nonsense: %j', (slots) => {
    expect(nodesIn(slots, 'seed')).toEqual([]);
  });
});
