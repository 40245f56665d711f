import { readFileSync } from 'node:fs';

/** The package's version. package.json lies at the same place beside the sources and beside the built program. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(version);
}
