/** One page: its items, and the token of the next one; none, or an empty one, on the last page. */
export type Page<T> = readonly [items: readonly T[], nextToken: string | undefined];

/** Reads pages until there is no more. A token that comes again ends it too: it would lead round in a circle. */
export async function allPages<T>(fetchPage: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const [page, next] = await fetchPage(token);
    items.push(...page);
    token = next && !seen.has(next) ? next : undefined;
    if (token) seen.add(token);
  } while (token);
  return items;
}
