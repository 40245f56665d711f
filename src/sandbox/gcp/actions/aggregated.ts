import { LISTED } from '../action.js';
import type { Call } from '../gcp-context.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { filtered, pageOf } from '../wire/list.js';

/** The parameters of a list over all scopes. */
export const AGGREGATED = [...LISTED, 'includeAllScopes', 'serviceProjectNumber'] as const;

/** What a list over all scopes is made of. */
export interface Aggregation {
  /** `subnetworks`: what it lists. */
  readonly collection: string;
  /** `compute#subnetworkAggregatedList` */
  readonly kind: string;
  /** All scopes in which there could be some. */
  readonly scopes: readonly string[];
  readonly items: readonly { readonly scope: string; readonly view: Fields }[];
}

/**
 * The answer of a list over all regions or zones: a map in which every scope is named, the empty ones with a warning
 * (recorded). A page is counted in items, not in scopes.
 */
export function aggregatedAnswer(call: Call, { collection, kind, scopes, items }: Aggregation): Fields {
  const views = new Map(items.map(({ scope, view }) => [view, scope]));
  const page = pageOf(call.query, filtered(call.query, [...views.keys()]));
  const path = `projects/${call.project.id}/aggregated/${collection}`;
  const entries = ['global', ...scopes].map((scope) => {
    const here = page.items.filter((view) => views.get(view) === scope);
    return [scope, here.length > 0 ? { [collection]: here } : { warning: noResults(scope) }] as const;
  });
  return defined({
    kind,
    id: path,
    items: Object.fromEntries(entries),
    nextPageToken: page.nextPageToken,
    selfLink: linkOf(path),
  });
}

function noResults(scope: string): Fields {
  const message =
    scope === 'global'
      ? "No results for the scope 'global'."
      : `There are no results for scope '${scope}' on this page.`;
  return { code: 'NO_RESULTS_ON_PAGE', message, data: [{ key: 'scope', value: scope }] };
}
