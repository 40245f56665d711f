import { failure, map, OK, type RespReply, syntaxError, unknownSubcommand } from './reply.js';
import type { Args, Session } from './session.js';

/** AUTH. */
export function auth(session: Session, args: Args): RespReply {
  if (args.length > 2) return syntaxError();
  const [user, password] = args.length === 2 ? args.map(String) : ['default', String(args[0])];
  const { password: expected } = session;
  if (expected === undefined && args.length === 1) {
    return failure(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  // Without a password, the default user may log in with any.
  const right = user === 'default' && (expected === undefined || expected === password);
  if (!right) return failure('WRONGPASS invalid username-password pair or user is disabled.');
  session.authenticated = true;
  return OK;
}

/** HELLO. */
export function hello(session: Session, args: Args): RespReply {
  const [version, ...rest] = args.map(String);
  const options = helloOptions(rest);
  if (version !== undefined && !/^\d+$/.test(version)) {
    return failure('ERR Protocol version is not an integer or out of range');
  }
  if (version !== undefined && version !== '2' && version !== '3') {
    return failure('NOPROTO unsupported protocol version');
  }
  if (options.syntaxError !== undefined) {
    return failure(`ERR Syntax error in HELLO option '${options.syntaxError}'`);
  }
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

/** QUIT. */
export function quit(session: Session): RespReply {
  session.quit = true;
  return OK;
}

/** RESET. */
export function reset(session: Session): RespReply {
  session.protocol = 2;
  session.name = '';
  session.authenticated = session.password === undefined;
  return { kind: 'simple', text: 'RESET' };
}

/** SELECT. */
export function select(session: Session, [index]: Args): RespReply {
  if (!/^-?\d+$/.test(String(index))) return failure('ERR value is not an integer or out of range');
  if (session.node && String(index) !== '0') return failure('ERR SELECT is not allowed in cluster mode');
  return Number(index) >= 0 && Number(index) < 16 ? OK : failure('ERR DB index is out of range');
}

/** CLIENT, the parts that clients use while they connect. */
export function client(session: Session, [subcommand, value]: Args): RespReply {
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
