import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../internal/env.js';

/**
 * The endpoint that the shared configuration file sets for EC2 in a profile. An EC2Client that is given a profile takes
 * its keys and region and ignores its endpoint (the SDK reads that for the profile of AWS_PROFILE only), so calls that
 * are meant for a double would go to AWS. Undefined when there is none, or a variable overrides it.
 */
export async function profileEndpoint(profile: string): Promise<string | undefined> {
  if (readEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')?.toLowerCase() === 'true') return undefined;
  if (readEnv('AWS_ENDPOINT_URL_EC2') || readEnv('AWS_ENDPOINT_URL')) return undefined;
  const path = readEnv('AWS_CONFIG_FILE') || join(homedir(), '.aws', 'config');
  const text = await readFile(path, 'utf8').catch(() => '');
  return endpointIn(text, profile);
}

/** The same in the text of such a file: the profile's services section first, then the profile itself. */
export function endpointIn(text: string, profile: string): string | undefined {
  const sections = sectionsOf(text);
  const own = sections.get(profile === 'default' ? 'default' : `profile ${profile}`);
  if (own?.get('ignore_configured_endpoint_urls') === 'true') return undefined;
  const services = own?.get('services');
  const ofService = services === undefined ? undefined : sections.get(`services ${services}`);
  return ofService?.get('ec2.endpoint_url') ?? own?.get('endpoint_url');
}

/** Sections by their names; a key that stands indented below another one is `other.key`. */
function sectionsOf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let parent = '';
  for (const line of text.split(/\r?\n/)) {
    const content = line.replace(/(^|\s)[#;].*$/, '').trimEnd();
    const heading = /^\s*\[\s*(.+?)\s*\]$/.exec(content)?.[1];
    if (heading !== undefined) {
      section = new Map();
      sections.set(heading.replace(/\s+/g, ' ').replaceAll(/["']/g, ''), section);
      continue;
    }
    const [, indent = '', key = '', value = ''] = /^(\s*)([^=\s]+)\s*=\s*(.*)$/.exec(content) ?? [];
    if (key === '') continue;
    if (indent === '') parent = key;
    section.set(indent === '' ? key : `${parent}.${key}`, value);
  }
  return sections;
}
