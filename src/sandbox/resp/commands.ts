import {
  type ClusterNode,
  clusterInfo,
  clusterNodes,
  clusterShards,
  clusterSlots,
  slotOf,
} from './cluster.js';
import { info } from './info.js';
import { failure, map, OK, type RespReply } from './reply.js';

/** What the connections of one store share. */
export interface StoreState {
  /** The keys and their values. */
  readonly data: Map<string, Buffer>;
  /** Empty unless the store is a cluster. */
  nodes: readonly ClusterNode[];
  /** How many connections there have been. */
  connections: number;
}

/** One connection. */
export interface Session {
  readonly id: number;
  readonly store: StoreState;
  /** The node that it reached; undefined when the store is no cluster. */
  readonly node: ClusterNode | undefined;
  /** Undefined: no AUTH is needed. */
  readonly password: string | undefined;
  /** True: every command that needs the data is refused with LOADING. */
  readonly loading: boolean;
  /** True: the nodes are reached by TLS, which CLUSTER SHARDS has to say. */
  readonly tls: boolean;
  protocol: 2 | 3;
  authenticated: boolean;
  name: string;
  /** Set by QUIT: the connection is closed once the reply is out. */
  quit: boolean;
}

type Args = readonly Buffer[];

interface Command {
  /** The number of words with the command's name; negative: at least so many. */
  readonly arity: number;
  /** Allowed before AUTH. */
  readonly open?: true;
  /** Allowed while the data is being loaded. */
  readonly early?: true;
  readonly run: (session: Session, args: Args) => RespReply;
}

const WRONG_PASS = 'WRONGPASS invalid username-password pair or user is disabled.';
const SYNTAX = 'ERR syntax error';

const COMMANDS: Readonly<Record<string, Command>> = {
  PING: { arity: -1, run: (_session, [text]) => text ?? { kind: 'simple', text: 'PONG' } },
  ECHO: { arity: 2, run: (_session, [text]) => text ?? null },
  AUTH: { arity: -2, open: true, early: true, run: auth },
  HELLO: { arity: -1, open: true, early: true, run: hello },
  QUIT: { arity: -1, open: true, early: true, run: quit },
  RESET: { arity: 1, open: true, early: true, run: reset },
  INFO: { arity: -1, early: true, run: (session, args) => info(session, args.map(String)) },
  SELECT: { arity: 2, early: true, run: select },
  CLIENT: { arity: -2, early: true, run: client },
  COMMAND: { arity: -1, early: true, run: command },
  CONFIG: { arity: -2, early: true, run: () => map({}) },
  CLUSTER: { arity: -2, run: cluster },
  READONLY: { arity: 1, run: () => OK },
  READWRITE: { arity: 1, run: () => OK },
  DBSIZE: { arity: 1, run: ({ store }) => store.data.size },
  GET: {
    arity: 2,
    run: (session, [key]) => onKey(session, key, (name) => session.store.data.get(name) ?? null),
  },
  SET: { arity: -3, run: set },
  DEL: {
    arity: -2,
    run: (session, keys) => countKeys(session, keys, (name) => session.store.data.delete(name)),
  },
  EXISTS: {
    arity: -2,
    run: (session, keys) => countKeys(session, keys, (name) => session.store.data.has(name)),
  },
};

/** Carries one command out. */
export function execute(session: Session, words: readonly Buffer[]): RespReply {
  const [first, ...args] = words;
  const name = String(first).toUpperCase();
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!found)
    return failure(`ERR unknown command '${String(first)}', with args beginning with: ${quoted(args)}`);
  const fits = found.arity < 0 ? words.length >= -found.arity : words.length === found.arity;
  if (!fits) return failure(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  if (!session.authenticated && !found.open) return failure('NOAUTH Authentication required.');
  if (session.loading && !found.early) {
    return failure('LOADING Dragonfly is loading the dataset in memory');
  }
  return found.run(session, args);
}

function quoted(args: Args): string {
  return args.map((arg) => `'${String(arg).slice(0, 128)}' `).join('');
}

function auth(session: Session, args: Args): RespReply {
  if (args.length > 2) return failure(SYNTAX);
  const [user, password] = args.length === 2 ? args.map(String) : ['default', String(args[0])];
  const { password: expected } = session;
  if (expected === undefined && args.length === 1) {
    return failure(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  // Without a password, the default user may log in with any.
  const right = user === 'default' && (expected === undefined || expected === password);
  if (!right) return failure(WRONG_PASS);
  session.authenticated = true;
  return OK;
}

function hello(session: Session, args: Args): RespReply {
  const [version, ...rest] = args.map(String);
  const options = helloOptions(rest);
  if (version !== undefined && !/^\d+$/.test(version)) {
    return failure('ERR Protocol version is not an integer or out of range');
  }
  if (version !== undefined && version !== '2' && version !== '3')
    return failure('NOPROTO unsupported protocol version');
  if (options.syntaxError !== undefined)
    return failure(`ERR Syntax error in HELLO option '${options.syntaxError}'`);
  if (options.credentials) {
    const reply = auth(
      session,
      options.credentials.map((word) => Buffer.from(word)),
    );
    if (reply !== OK) return reply;
  }
  if (!session.authenticated) {
    return failure(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  if (version !== undefined) session.protocol = version === '3' ? 3 : 2;
  session.name = options.name ?? session.name;
  return map({
    server: 'redis',
    version: '7.4.0',
    proto: session.protocol,
    id: session.id,
    mode: session.node ? 'cluster' : 'standalone',
    role: 'master',
    modules: [],
  });
}

interface HelloOptions {
  readonly credentials?: readonly string[];
  readonly name?: string;
  readonly syntaxError?: string;
}

function helloOptions(words: readonly string[]): HelloOptions {
  const [option, first, second] = words;
  if (option === undefined) return {};
  if (option.toUpperCase() === 'AUTH' && first !== undefined && second !== undefined) {
    return { ...helloOptions(words.slice(3)), credentials: [first, second] };
  }
  if (option.toUpperCase() === 'SETNAME' && first !== undefined) {
    return { ...helloOptions(words.slice(2)), name: first };
  }
  return { syntaxError: option };
}

function quit(session: Session): RespReply {
  session.quit = true;
  return OK;
}

function reset(session: Session): RespReply {
  session.protocol = 2;
  session.name = '';
  session.authenticated = session.password === undefined;
  return { kind: 'simple', text: 'RESET' };
}

function select(session: Session, [index]: Args): RespReply {
  if (!/^-?\d+$/.test(String(index))) return failure('ERR value is not an integer or out of range');
  if (session.node && String(index) !== '0') return failure('ERR SELECT is not allowed in cluster mode');
  return Number(index) >= 0 && Number(index) < 16 ? OK : failure('ERR DB index is out of range');
}

function client(session: Session, [subcommand, value]: Args): RespReply {
  switch (String(subcommand).toUpperCase()) {
    case 'SETNAME':
      session.name = String(value ?? '');
      return OK;
    case 'GETNAME':
      return session.name || null;
    case 'ID':
      return session.id;
    case 'SETINFO':
    case 'NO-EVICT':
    case 'NO-TOUCH':
      return OK;
    case 'INFO':
      return { kind: 'verbatim', text: `id=${session.id} name=${session.name} resp=${session.protocol}\n` };
    default:
      return unknownSubcommand('CLIENT', subcommand);
  }
}

/** Enough for what clients ask while they connect: no command is described, so none is refused by them. */
function command(_session: Session, [subcommand]: Args): RespReply {
  switch (String(subcommand ?? '').toUpperCase()) {
    case '':
      return Object.entries(COMMANDS).map(([name, { arity }]) => [name.toLowerCase(), arity, [], 0, 0, 0]);
    case 'COUNT':
      return Object.keys(COMMANDS).length;
    case 'DOCS':
      return map({});
    default:
      return unknownSubcommand('COMMAND', subcommand);
  }
}

function cluster(session: Session, [subcommand, key]: Args): RespReply {
  const { node, store } = session;
  if (!node) return failure('ERR Cluster is disabled. Use --cluster_mode=yes to enable.');
  switch (String(subcommand).toUpperCase()) {
    case 'SLOTS':
      return clusterSlots(store.nodes);
    case 'SHARDS':
      return clusterShards(store.nodes, session.tls);
    case 'NODES':
      return { kind: 'verbatim', text: clusterNodes(store.nodes, node) };
    case 'INFO':
      return { kind: 'verbatim', text: clusterInfo(store.nodes) };
    case 'MYID':
      return node.id;
    case 'KEYSLOT':
      return key ? slotOf(key) : failure(SYNTAX);
    default:
      return unknownSubcommand('CLUSTER', subcommand);
  }
}

function unknownSubcommand(name: string, subcommand: Buffer | undefined): RespReply {
  return failure(`ERR unknown subcommand '${String(subcommand).slice(0, 128)}'. Try ${name} HELP.`);
}

function set(session: Session, [key, value, ...options]: Args): RespReply {
  if (!key || !value) return failure(SYNTAX);
  return onKey(session, key, (name) => {
    // Expiry is accepted and ignored: nothing here lives long enough.
    const words = options.map((option) => String(option).toUpperCase());
    const exists = session.store.data.has(name);
    if ((words.includes('NX') && exists) || (words.includes('XX') && !exists)) return null;
    session.store.data.set(name, Buffer.from(value));
    return OK;
  });
}

/** Runs `use` when this node holds the key's slot, or says which node does. */
function onKey(session: Session, key: Buffer | undefined, use: (name: string) => RespReply): RespReply {
  if (!key) return failure(SYNTAX);
  const { node, store } = session;
  const slot = slotOf(key);
  if (node && (slot < node.firstSlot || slot > node.lastSlot)) {
    const holder =
      store.nodes.find(({ firstSlot, lastSlot }) => slot >= firstSlot && slot <= lastSlot) ?? node;
    return failure(`MOVED ${slot} ${holder.address}:${holder.port}`);
  }
  return use(key.toString('latin1'));
}

function countKeys(session: Session, keys: Args, matches: (name: string) => boolean): RespReply {
  const slots = new Set(session.node ? keys.map(slotOf) : []);
  if (slots.size > 1) return failure("CROSSSLOT Keys in request don't hash to the same slot");
  return onKey(session, keys[0], () => keys.filter((key) => matches(key.toString('latin1'))).length);
}
