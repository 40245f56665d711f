import type { Fate } from '../../fault-effects.js';
import type { ReceivedRequest } from '../../http-server.js';
import type { AzureContext } from '../azure-context.js';
import type { AzurePermissions } from '../permissions.js';
import type { Directory, JsonObject } from '../state/records.js';
import type { AccessToken } from '../tokens/access-token.js';

/** How a URL names one object: by its id, or by another property that is unique. */
export interface ObjectKey {
  /** `id`, `appId` or `uniqueName`. */
  readonly by: string;
  readonly value: string;
}

/** One request whose bearer is known. */
export interface GraphCall {
  readonly azure: AzureContext;
  readonly request: ReceivedRequest;
  /** The directory of the token: Graph has no other way to name one. */
  readonly directory: Directory;
  readonly caller: AccessToken;
  readonly permissions: AzurePermissions | 'everything';
  /** The object that the URL names; `{by: 'id', value: ''}` where it names none. */
  readonly key: ObjectKey;
  /** What stands behind the object and its collection. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly fate: Fate;
}

/** What a route answers. */
export interface GraphResult {
  readonly status: number;
  /** The kind of what is answered, as `@odata.context` names it: `applications/$entity`. */
  readonly context?: string;
  readonly body?: JsonObject;
  /** The new object, for the Location header: `Application` of which id. */
  readonly created?: { readonly path: string };
  /** What the request cost: 2 for a list of applications, 3 for getByIds (recorded). @default 1 */
  readonly units?: number;
}

/** The answer to a change: there is nothing to say. */
export const NO_CONTENT: GraphResult = { status: 204 };

/** True when an upsert may make what is not there (`Prefer: create-if-missing`). */
export function createsIfMissing({ request }: GraphCall): boolean {
  const wishes = (request.header('prefer') ?? '').split(',').map((wish) => wish.trim().toLowerCase());
  return wishes.includes('create-if-missing');
}
