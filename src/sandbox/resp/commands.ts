import { cluster } from './cluster-command.js';
import { auth, client, hello, quit, reset, select } from './connection-commands.js';
import { info } from './info.js';
import { del, exists, get, set } from './key-commands.js';
import { failure, map, OK, type RespReply, unknownSubcommand } from './reply.js';
import type { Args, Session } from './session.js';

interface Command {
  /** The number of words with the command's name; negative: at least so many. */
  readonly arity: number;
  /** Allowed before AUTH. */
  readonly open?: true;
  /** Allowed while the data is being loaded. */
  readonly early?: true;
  readonly run: (session: Session, args: Args) => RespReply;
}

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
  GET: { arity: 2, run: get },
  SET: { arity: -3, run: set },
  DEL: { arity: -2, run: del },
  EXISTS: { arity: -2, run: exists },
};

/** Carries one command out. */
export function execute(session: Session, words: readonly Buffer[]): RespReply {
  const [first, ...args] = words;
  const name = String(first).toUpperCase();
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!found) {
    const given = `'${String(first).slice(0, 128)}', with args beginning with: ${quoted(args)}`;
    return failure(`ERR unknown command ${given}`);
  }
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
