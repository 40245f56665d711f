import type { Command, CommanderError } from 'commander';
import type { Style } from './style.js';

/** A command's name as it is typed: `dfcloud connections wait`. */
export function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}

/** What the parser complains about: what was given, what is legal, the nearest, and where the help is. */
export function usageText(error: CommanderError, command: Command, style: Style): string {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  // A secret may follow an equals sign; which option it was says enough.
  const given = first.replace(/^(unknown option '--?[^=']+)=.*(?=')/s, '$1=…');
  const nearest = rest.join(' ').replace(/^\((.*)\)$/, ' $1');
  const lines = [
    `${style('bad', `${commandPath(command)}:`)} ${given}.${nearest}`.replace('..', '.'),
    ...advice(given).map((text) => `  ${text}`),
    ...instead(given, command).map((text) => `  ${style('strong', 'fix:')}   ${text}`),
    `  ${style('strong', 'legal:')} ${legal(error.code, command)}`,
    `  ${style('strong', 'help:')}  ${commandPath(command)} --help`,
  ];
  return `${lines.join('\n')}\n`;
}

function advice(given: string): string[] {
  if (/'--?(api-?key|token|key)\b/i.test(given)) {
    return [
      'An API key is never taken from the command line, where others can read it: export DFCLOUD_API_KEY=<key>',
    ];
  }
  if (/'--?(password|passkey|pass)['=]/i.test(given)) {
    return ['A password is never taken from the command line, where others can read it: --password-env NAME'];
  }
  return [];
}

/** What else says what a mandatory option would say. */
function instead(given: string, { options }: Command): string[] {
  const missing = options.find(({ flags }) => given === `required option '${flags}' not specified`);
  return missing?.envVar ? [`Add ${missing.flags}, or set ${missing.envVar}.`] : [];
}

function legal(code: string, command: Command): string {
  const wantsCommand = command.commands.length > 0 && command.registeredArguments.length === 0;
  if (code === 'commander.unknownOption' && wantsCommand) {
    return `${flags(command)}; options of a command stand behind it: ${commandPath(command)} <command> --json`;
  }
  if (code === 'commander.unknownCommand' || wantsCommand) return commands(command).join(', ');
  if (code === 'commander.unknownOption') return flags(command);
  return `${commandPath(command)} ${command.usage()}`;
}

function commands(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((child) => child.name());
}

function flags(command: Command): string {
  const options = command.createHelp().visibleOptions(command);
  return options.map((option) => option.long ?? option.short ?? '').join(', ');
}
