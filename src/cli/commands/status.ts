import type { Command } from 'commander';
import type { Connection, Datastore } from '../../index.js';
import { EXIT } from '../exit-codes.js';
import { leaf } from '../leaf.js';
import { plain } from '../output.js';
import type { Runner } from '../runner.js';
import { printable, type Style, statusLook } from '../style.js';
import { peerText } from './connection-kind.js';
import { requestTimeout } from './resource-commands.js';
import { type Next, type Placed, type Situation, situationOf } from './situation.js';

/** `dfcloud status`. */
export function addStatus(program: Command, runner: Runner): void {
  const command = leaf(
    program,
    'status [networkId]',
    'everything of one network, or of all, and whose move it is',
    ['dfcloud status', 'dfcloud status "$NETWORK_ID" --json'],
  ).addOption(requestTimeout());

  command.action((networkId: string | undefined) =>
    runner.run(command, async (task) => {
      const client = await task.client();
      const call = { signal: task.signal };
      const [networks, connections, datastores] = await Promise.all([
        networkId === undefined
          ? client.networks.list({}, call)
          : client.networks.get(networkId, call).then((one) => [one]),
        client.connections.list({ networkId }, call),
        client.datastores.list({ networkId }, call),
      ]);
      const situations = networks.map((network) => situationOf(client, network, connections, datastores));
      const homeless = (one: Connection | Datastore) => !networks.some(({ id }) => id === one.networkId);
      const others = { connections: connections.filter(homeless), datastores: datastores.filter(homeless) };
      const { output } = task;
      if (networks.length === 0 && !output.json) {
        output.hint('There are no networks. How to make one: dfcloud networks create --help');
      }
      const sections = situations.map((situation) => situationText(situation, output.style));
      const text = [...sections, ...othersText(others, output.style)].join('\n');
      const shownOthers = {
        connections: others.connections.map(plain),
        datastores: others.datastores.map(plain),
      };
      output.result({ networks: situations.map(situationDocument), others: shownOthers }, text);
      return EXIT.done;
    }),
  );
}

function situationDocument({ network, connections, datastores, next }: Situation): object {
  const part = ({ resource, move }: Placed<object>) => ({ ...plain(resource), move });
  return {
    network: part(network),
    connections: connections.map(part),
    datastores: datastores.map(part),
    next,
  };
}

/** A line of the overview: what it is, its id, name, status, and what matters of it. */
type Row = readonly [kind: string, id: string, name: string, status: string, about: string];

function situationText({ network, connections, datastores, next }: Situation, style: Style): string {
  const { id, name, status, location, cidrBlock } = network.resource;
  const rows: Row[] = [
    ['network', id, name, status, `${location.provider} ${location.region}, ${cidrBlock}`],
    ...connections.map(({ resource }) => connectionRow(resource)),
    ...datastores.map(({ resource }) => datastoreRow(resource)),
  ];
  return `${rowsText(rows, style)}${nextText(next, style)}`;
}

function othersText(
  others: { readonly connections: readonly Connection[]; readonly datastores: readonly Datastore[] },
  style: Style,
): string[] {
  const rows = [...others.connections.map(connectionRow), ...others.datastores.map(datastoreRow)];
  return rows.length === 0
    ? []
    : [`${style('faint', 'in none of these networks')}\n${rowsText(rows, style)}`];
}

function connectionRow({ id, name, status, statusDetail, peer }: Connection): Row {
  const about = statusDetail === undefined ? peerText(peer) : `${peerText(peer)}: ${statusDetail}`;
  return ['connection', id, name, status, about];
}

function datastoreRow({ id, name, status, addr }: Datastore): Row {
  return ['datastore', id, name, status, addr ?? 'no address yet'];
}

function rowsText(rows: readonly Row[], style: Style): string {
  const clean = rows.map((row) => row.map(printable));
  const widths = [0, 1, 2, 3].map((index) => Math.max(...clean.map((row) => row[index]?.length ?? 0)));
  const lines = clean.map(([kind = '', id = '', name = '', status = '', about = '']) => {
    const pad = (text: string, index: number) => text.padEnd(widths[index] ?? 0);
    const first = kind === 'network' ? style('strong', pad(kind, 0)) : style('faint', pad(kind, 0));
    const state = style(statusLook(status), pad(status, 3));
    return `${first}  ${pad(id, 1)}  ${pad(name, 2)}  ${state}  ${about}\n`;
  });
  return lines.join('');
}

const MOVES: Readonly<Record<Next['who'], string>> = {
  you: 'your move',
  dragonfly: "Dragonfly's move",
  nobody: "nobody's move",
};

const LOOKS = { you: 'yours', dragonfly: 'busy', nobody: 'good' } as const;

function nextText({ who, text, command }: Next, style: Style): string {
  const line = `  ${style(LOOKS[who], `→ ${MOVES[who]}`)}  ${printable(text)}\n`;
  return command === undefined ? line : `${line}    ${style('faint', '$')} ${printable(command)}\n`;
}
