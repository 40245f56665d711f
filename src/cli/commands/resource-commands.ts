import type { Command } from 'commander';
import { confirmed } from '../confirm.js';
import { EXIT } from '../exit-codes.js';
import { eventsOption, timeoutOption } from '../flags.js';
import { leaf } from '../leaf.js';
import { type Output, plain } from '../output.js';
import type { Runner } from '../runner.js';
import { details, table } from '../table.js';
import { columnsOf, detailsOf, type Resource, type ResourceKind } from './resource-kind.js';

/** `--timeout-ms` of a command that only makes requests. */
export const requestTimeout = () =>
  timeoutOption('limit of a request with its retries, in milliseconds', 60_000);

/** `--timeout-ms` of a command that can wait. */
export const waitTimeout = () => timeoutOption('limit of the wait, in milliseconds', 1_200_000);

interface ListFlags {
  readonly name?: string;
  readonly status?: string;
  readonly network?: string;
}

/** `list`. */
export function addList<T extends Resource>(group: Command, runner: Runner, kind: ResourceKind<T>): void {
  const { noun, plural, ofNetwork } = kind;
  const narrowed = ofNetwork ? '--network "$NETWORK_ID" --status active' : '--status active --json';
  const examples = [`dfcloud ${plural} list`, `dfcloud ${plural} list ${narrowed}`];
  const command = leaf(group, 'list', `list ${plural}`, examples)
    .option('--name <name>', 'only those with exactly this name')
    .option('--status <status>', 'only those in exactly this status');
  if (ofNetwork) command.option('--network <id>', 'only those of this network');
  command.addOption(requestTimeout());

  command.action(({ name, status, network: networkId }: ListFlags) =>
    runner.run(command, async (task) => {
      const client = await task.client();
      const filter = { name, status, ...(ofNetwork && { networkId }) };
      const found = await kind.api(client).list(filter, { signal: task.signal });
      if (found.length === 0 && !task.output.json) {
        const which = (name ?? status ?? networkId) ? ' that pass the filters' : '';
        task.output.hint(`There are no ${plural}${which}. How to make one: dfcloud ${plural} create --help`);
      }
      const text = found.length === 0 ? '' : table(columnsOf(kind), found, task.output.style);
      task.output.result({ [plural]: found.map(plain) }, text);
      return EXIT.done;
    }),
  );
  command.summary(
    `list ${plural}, or the ones with a name${noun === 'network' ? '' : ', network'} or status`,
  );
}

/** What `get` can show besides the usual. */
export interface GetExtra<T, Flags> {
  /** Adds its flags. */
  readonly addFlags: (command: Command) => void;
  /** More examples. */
  readonly examples: readonly string[];
  /** Shows the resource; false leaves that to the usual way. */
  readonly show: (resource: T, flags: Flags, output: Output) => boolean;
}

/** `get`. */
export function addGet<T extends Resource, Flags extends object>(
  group: Command,
  runner: Runner,
  kind: ResourceKind<T>,
  extra?: GetExtra<T, Flags>,
): void {
  const { noun, plural, idInExamples } = kind;
  const examples = [`dfcloud ${plural} get "$${idInExamples}"`, ...(extra?.examples ?? [])];
  const command = leaf(group, 'get <id>', `show one ${noun}`, examples);
  extra?.addFlags(command);
  command.addOption(requestTimeout());

  command.action((id: string, flags: Flags) =>
    runner.run(command, async (task) => {
      const client = await task.client();
      const resource = await kind.api(client).get(id, { signal: task.signal });
      if (!extra?.show(resource, flags, task.output)) showResource(kind, resource, task.output);
      return EXIT.done;
    }),
  );
}

interface DeleteFlags {
  readonly yes?: boolean;
  readonly wait?: boolean;
}

/** `delete`. */
export function addDelete<T extends Resource>(group: Command, runner: Runner, kind: ResourceKind<T>): void {
  const { noun, plural, idInExamples } = kind;
  const example = `dfcloud ${plural} delete "$${idInExamples}" --yes --wait`;
  const command = leaf(group, 'delete <id>', `delete a ${noun}`, [example])
    .option('--yes', 'do not ask')
    .option('--wait', 'wait until it is gone')
    .addOption(eventsOption())
    .addOption(waitTimeout());

  command.action((id: string, { yes, wait }: DeleteFlags) =>
    runner.run(command, async (task) => {
      const named = async () =>
        nameOf(noun, await kind.api(await task.client()).get(id, { signal: task.signal }));
      if (!(await confirmed(task, yes, named))) return EXIT.failed;

      const api = kind.api(await task.client());
      await api.delete(id, { signal: task.signal });
      if (wait) await api.waitUntilDeleted(id, task.waitOptions());
      showDeleted(noun, id, wait === true, task.output);
      return EXIT.done;
    }),
  );
}

function nameOf(noun: string, { id, name, status }: Resource): string {
  return `${noun} ${id} (${name}, ${status})`;
}

/** Shows one resource as the result. */
export function showResource<T extends Resource>(kind: ResourceKind<T>, resource: T, output: Output): void {
  const text = details(detailsOf(kind, resource), output.style);
  output.result({ [kind.noun]: plain(resource) }, text);
}

/** Shows as the result that a resource is gone, or going. */
export function showDeleted(resource: string, id: string, gone: boolean, output: Output): void {
  const text = gone ? `${resource} ${id} is gone\n` : `${resource} ${id} is being deleted\n`;
  output.result({ deleted: { resource, id, gone } }, text);
}
