import type { CallContext } from '../arm/arm.js';
import type { RestAnswer } from './exchange.js';
import { listAt, textAt } from './json.js';
import type { RestCall, RestClient } from './rest-client.js';

/** A service that does not come to an end is cut off here. */
const MOST_PAGES = 1_000;

/** The entries of a list, over all its pages. */
export async function allPages<T>(
  client: RestClient,
  call: RestCall,
  context: CallContext,
  read: (entry: unknown, page: RestAnswer) => T | undefined,
): Promise<T[]> {
  const entries: T[] = [];
  let path: string | undefined = call.path;
  for (let page = 0; path !== undefined && page < MOST_PAGES; page += 1) {
    const answer: RestAnswer = await client.call({ ...call, path }, context);
    entries.push(...listAt(answer.body, 'value').flatMap((entry) => read(entry, answer) ?? []));
    path = textAt(answer.body, 'nextLink') ?? textAt(answer.body, '@odata.nextLink');
  }
  return entries;
}
