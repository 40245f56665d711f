import { type Command, Option } from 'commander';
import { withEnv } from '../../flags.js';

/** Which network and connection a verb is about. */
export interface SubjectFlags {
  readonly network: string;
  readonly name: string;
}

/** The flag that stands for each option. */
export const FLAG_OF_SUBJECT: Readonly<Record<string, string>> = { networkId: '--network', name: '--name' };

/** `--network`. */
export function addNetworkFlag(command: Command): void {
  const option = new Option('--network <id>', 'the Dragonfly network').makeOptionMandatory();
  command.addOption(withEnv(option, 'DFCLOUD_NETWORK_ID'));
}

/** `--network` and `--name`. */
export function addSubjectFlags(command: Command): void {
  addNetworkFlag(command);
  command.requiredOption('--name <name>', "the connection's name; destroy knows by it that it is ours");
}
