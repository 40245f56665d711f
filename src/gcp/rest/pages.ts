import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { gcpRefused } from '../../errors/messages.js';
import { Fields } from '../compute/fields.js';
import type { Call, RestClient } from './rest-client.js';

/** Reads a list whole: page by page, by tokens, whatever the links in the answers say. */
export async function readPages(client: RestClient, call: Call): Promise<Fields[]> {
  const pages: Fields[] = [];
  let pageToken: string | undefined;
  do {
    const page = new Fields(await client.call({ ...call, query: { ...call.query, pageToken } }));
    pages.push(page);
    const next = page.text('nextPageToken');
    // A server that repeats its token would be asked for ever.
    pageToken = next === pageToken ? undefined : next;
  } while (pageToken !== undefined);
  return pages;
}

/** The entries of a list by scope (`regions/us-east1`). A scope that could not be reached makes the list worthless. */
export function scopedItems(pages: readonly Fields[], name: string, operation: string): Fields[] {
  const scopes = pages.flatMap((page) => page.entries('items'));
  for (const [scope, content] of scopes) {
    if (content.at('warning').text('code') !== 'UNREACHABLE') continue;
    const call = { provider: 'gcp', operation, cloudCode: 'UNREACHABLE' };
    throw new CloudRefusedError(gcpRefused(operation, 'UNREACHABLE', `${scope} could not be reached`), call);
  }
  return scopes.flatMap(([, content]) => content.records(name));
}
