import { describe, expect, it } from 'vitest';
import type { ClusterNode } from '../../../src/sandbox/resp/cluster.js';
import { execute } from '../../../src/sandbox/resp/commands.js';
import { encode } from '../../../src/sandbox/resp/reply.js';
import type { Session } from '../../../src/sandbox/resp/session.js';

const nodes: readonly ClusterNode[] = [
  { id: 'a'.repeat(40), address: '127.1.0.10', port: 6379, firstSlot: 0, lastSlot: 8_191 },
  { id: 'b'.repeat(40), address: '127.1.0.11', port: 6379, firstSlot: 8_192, lastSlot: 16_383 },
];

function session(overrides: Partial<Session> = {}): Session {
  return {
    id: 1,
    store: { data: new Map(), nodes: overrides.node ? nodes : [], connections: 1 },
    node: undefined,
    password: undefined,
    loading: false,
    tls: false,
    protocol: 2,
    authenticated: overrides.password === undefined,
    name: '',
    quit: false,
    ...overrides,
  };
}

/** What the server says to each line in turn. */
function say(to: Session, ...lines: string[]): string[] {
  return lines.map((line) => {
    const reply = execute(
      to,
      line.split(' ').map((word) => Buffer.from(word)),
    );
    return encode(reply, to.protocol).toString();
  });
}

describe('commands', () => {
  it('PING and ECHO give back what they were given', () => {
    expect(say(session(), 'ping', 'PING hey', 'ECHO x')).toEqual([
      '+PONG\r\n',
      '$3\r\nhey\r\n',
      '$1\r\nx\r\n',
    ]);
  });

  it('GET, SET, DEL and EXISTS work on shared data', () => {
    const a = session();
    const b = session({ store: a.store });
    say(a, 'SET k v');
    expect(say(b, 'GET k', 'EXISTS k k', 'DEL k', 'GET k', 'DBSIZE')).toEqual([
      '$1\r\nv\r\n',
      ':2\r\n',
      ':1\r\n',
      '$-1\r\n',
      ':0\r\n',
    ]);
  });

  it('SET keeps to NX and XX', () => {
    expect(say(session(), 'SET k 1 XX', 'SET k 1 NX', 'SET k 2 NX', 'GET k')).toEqual([
      '$-1\r\n',
      '+OK\r\n',
      '$-1\r\n',
      '$1\r\n1\r\n',
    ]);
  });

  it('name an unknown command and a wrong number of words', () => {
    expect(say(session(), 'NOPE a b', 'GET', 'ECHO a b')).toEqual([
      "-ERR unknown command 'NOPE', with args beginning with: 'a' 'b' \r\n",
      "-ERR wrong number of arguments for 'get' command\r\n",
      "-ERR wrong number of arguments for 'echo' command\r\n",
    ]);
  });

  it('answer what clients ask while they connect', () => {
    const lines = [
      'CLIENT SETINFO lib-name x',
      'CLIENT SETNAME me',
      'CLIENT GETNAME',
      'CLIENT ID',
      'COMMAND DOCS',
    ];
    expect(say(session(), ...lines, 'SELECT 0')).toEqual([
      '+OK\r\n',
      '+OK\r\n',
      '$2\r\nme\r\n',
      ':1\r\n',
      '*0\r\n',
      '+OK\r\n',
    ]);
    expect(say(session(), 'INFO')[0]).toContain('loading:0');
    expect(say(session(), 'INFO replication')[0]).not.toContain('loading');
    expect(say(session(), 'SELECT 16')[0]).toBe('-ERR DB index is out of range\r\n');
  });

  it('are refused while the data is being loaded', () => {
    const loading = session({ loading: true });
    expect(say(loading, 'PING')[0]).toBe('-LOADING Dragonfly is loading the dataset in memory\r\n');
    expect(say(loading, 'INFO')[0]).toContain('loading:1');
  });
});

describe('authentication', () => {
  const locked = () => session({ password: 'secret' });

  it('is asked for by everything but AUTH and HELLO', () => {
    expect(say(locked(), 'PING', 'AUTH secret', 'PING')).toEqual([
      '-NOAUTH Authentication required.\r\n',
      '+OK\r\n',
      '+PONG\r\n',
    ]);
    expect(say(locked(), 'HELLO 3')[0]).toMatch(/^-NOAUTH HELLO must be called/);
  });

  it('refuses a wrong password and a wrong user alike', () => {
    const wrong = '-WRONGPASS invalid username-password pair or user is disabled.\r\n';
    expect(say(locked(), 'AUTH nope', 'AUTH admin secret')).toEqual([wrong, wrong]);
    expect(say(locked(), 'HELLO 3 AUTH default nope')).toEqual([wrong]);
  });

  it('takes the default user by name', () => {
    expect(say(locked(), 'AUTH default secret', 'PING')).toEqual(['+OK\r\n', '+PONG\r\n']);
  });

  it('says so when there is no password to give', () => {
    expect(say(session(), 'AUTH x')[0]).toMatch(
      /^-ERR AUTH <password> called without any password configured/,
    );
    expect(say(session(), 'AUTH default x')[0]).toBe('+OK\r\n');
  });

  it('is forgotten by RESET', () => {
    expect(say(locked(), 'AUTH secret', 'RESET', 'PING')[2]).toMatch(/^-NOAUTH/);
  });
});

describe('HELLO', () => {
  it('switches to RESP3 and logs in at once', () => {
    const s = session({ password: 'secret' });
    const [reply = ''] = say(s, 'HELLO 3 AUTH default secret SETNAME me');
    expect(reply).toMatch(/^%7\r\n/);
    expect([s.protocol, s.authenticated, s.name]).toEqual([3, true, 'me']);
  });

  it('stays with RESP2 when it is asked to, or not told', () => {
    expect(say(session(), 'HELLO 2')[0]).toMatch(/^\*14\r\n/);
    expect(say(session(), 'HELLO')[0]).toMatch(/^\*14\r\n/);
  });

  it('refuses what it does not know', () => {
    expect(say(session(), 'HELLO 4', 'HELLO x', 'HELLO 3 NOPE')).toEqual([
      '-NOPROTO unsupported protocol version\r\n',
      '-ERR Protocol version is not an integer or out of range\r\n',
      "-ERR Syntax error in HELLO option 'NOPE'\r\n",
    ]);
  });
});

describe('a cluster', () => {
  it('sends a key elsewhere when another node holds it', () => {
    // foo is in slot 12182.
    expect(say(session({ node: nodes[0] }), 'GET foo')[0]).toBe('-MOVED 12182 127.1.0.11:6379\r\n');
    expect(say(session({ node: nodes[1] }), 'GET foo')[0]).toBe('$-1\r\n');
  });

  it('refuses keys of different slots in one command', () => {
    expect(say(session({ node: nodes[0] }), 'DEL a b')[0]).toMatch(/^-CROSSSLOT/);
  });

  it('lists its nodes in every form', () => {
    const s = session({ node: nodes[0] });
    expect(say(s, 'CLUSTER SLOTS')[0]).toMatch(
      /^\*2\r\n\*3\r\n:0\r\n:8191\r\n\*4\r\n\$10\r\n127\.1\.0\.10\r\n:6379/,
    );
    expect(say(s, 'CLUSTER SHARDS')[0]).toContain('127.1.0.11');
    expect(say(s, 'CLUSTER NODES')[0]).toContain('127.1.0.10:6379@6379 myself,master');
    expect(say(s, 'CLUSTER INFO')[0]).toContain('cluster_state:ok');
    expect(say(s, 'CLUSTER KEYSLOT foo', 'CLUSTER MYID')).toEqual([
      ':12182\r\n',
      `$40\r\n${'a'.repeat(40)}\r\n`,
    ]);
  });

  it('is said to be disabled where it is', () => {
    expect(say(session(), 'CLUSTER SLOTS')[0]).toBe(
      '-ERR Cluster is disabled. Use --cluster_mode=yes to enable.\r\n',
    );
  });
});
