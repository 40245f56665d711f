import { InvalidArgumentError, Option } from 'commander';

/** Node's timers take no more. */
const MAX_MS = 2 ** 31 - 1;

/** Reads a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads a duration in milliseconds. */
export const milliseconds = wholeNumber(1, MAX_MS);

/** Reads a TCP port. */
export const port = wholeNumber(1, 65_535);

/** Collects a flag that can be given several times, or once with commas. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').filter((part) => part.trim() !== '')].map((part) => part.trim());
}

const UNITS = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** Reads an amount of memory in bytes: `3GB`, `12.5GB`, `4GiB`, `3000000000`. */
export function memoryBytes(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = Object.entries(UNITS).find(([name]) => name === unit.toUpperCase())?.[1];
  const bytes = amount === '' || factor === undefined ? Number.NaN : Math.round(Number(amount) * factor);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new InvalidArgumentError('It must be an amount of memory such as 3GB, 12.5GB, 4GiB or 3000000000.');
}

/** An option that an environment variable can stand for. A variable that is set to nothing counts as not set. */
export function withEnv(option: Option, name: string): Option {
  return process.env[name] === '' ? option : option.env(name);
}

/** `--json`. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on stdout');
}

/** `--events`. */
export function eventsOption(): Option {
  return new Option('--events', 'print every event as a line of JSON, and the result as the last line');
}

/** `--timeout-ms`, with the limit that holds without it. */
export function timeoutOption(description: string, standardMs: number): Option {
  const option = new Option('--timeout-ms <ms>', `${description} (default: ${standardMs})`).argParser(
    milliseconds,
  );
  return withEnv(option, 'DFCLOUD_TIMEOUT_MS');
}
