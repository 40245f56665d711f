import type { Command } from 'commander';
import type { Acceptor } from '../../../index.js';

/** A cloud as the commands of the flow know it: its flags, and the acceptor that they stand for. */
export interface CloudCommands<Flags extends object = object> {
  /** The word after the verb: `dfcloud apply aws`. */
  readonly provider: 'aws' | 'gcp' | 'azure';
  /** The cloud's name in a sentence. */
  readonly title: string;
  /** Flags as an example gives them, for the help. */
  readonly example: string;
  /** The flag that stands for each option of the acceptor. */
  readonly flagOfOption: Readonly<Record<string, string>>;
  /** Steps that make something which must not stay, and remove it also when they are interrupted. */
  readonly tidyingSteps?: readonly string[];
  /** Adds the flags that every verb needs. */
  readonly addFlags: (command: Command) => void;
  /**
   * The acceptor that the parsed flags stand for. `tell` shows a person what the cloud asks of them.
   *
   * @throws UsageError @throws InvalidInputError
   */
  acceptor(flags: Flags, tell: (text: string) => void): Promise<Acceptor>;
}
