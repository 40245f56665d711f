import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue } from '../errors/messages.js';

/*
 * Entra ID names one application by three GUIDs, and every call wants another one of them: tokens and Dragonfly take the
 * application id, secrets the application's object id, role assignments the object id of its service principal. Here
 * each is a type of its own.
 */

declare const kind: unique symbol;

/** A GUID of one kind, in lower case. */
type Guid<K extends string> = string & { readonly [kind]: K };

/** The application (client) id: what tokens are asked for with, and what other tenants know the application by. */
export type AppId = Guid<'AppId'>;
/** The object id of the application in its home tenant: what its secrets hang on. */
export type ApplicationObjectId = Guid<'ApplicationObjectId'>;
/** The object id of a service principal in one tenant: what roles are assigned to. */
export type ServicePrincipalId = Guid<'ServicePrincipalId'>;
/** A tenant (directory). */
export type TenantId = Guid<'TenantId'>;
/** A subscription. */
export type SubscriptionId = Guid<'SubscriptionId'>;

type AnyId = AppId | ApplicationObjectId | ServicePrincipalId | TenantId | SubscriptionId;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id that a text holds, of the kind that the caller knows it to be; undefined when it is no GUID. */
export function readId<T extends AnyId>(text: unknown): T | undefined {
  if (typeof text !== 'string') return undefined;
  const id = text.toLowerCase();
  return isId<T>(id) ? id : undefined;
}

/** The same for a text that must be one. @throws InvalidInputError when it is none. */
export function idOf<T extends AnyId>(field: string, text: unknown): T {
  const id = readId<T>(text);
  if (id !== undefined) return id;
  const example = '"00000000-1111-2222-3333-444444444444"';
  throw new InvalidInputError(illegalValue(field, text, 'a GUID', example), { field });
}

function isId<T extends AnyId>(text: string): text is T {
  return GUID.test(text);
}

/** A virtual network as its owner names it. */
export interface VnetName {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly vnetName: string;
}

/** The resource id of a virtual network. */
export function vnetResourceId({ subscriptionId, resourceGroup, vnetName }: VnetName): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/virtualNetworks/${vnetName}`;
}

/** True for two spellings of one resource id: ARM knows no case, and answers now and then with another one. */
export function sameResource(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && resourceKey(a) === resourceKey(b);
}

/** A text that is equal for all spellings of one resource id. */
export function resourceKey(id: string): string {
  return id.replace(/\/+$/, '').toLowerCase();
}

/** True when `scope` is `id` itself or contains it: a subscription or resource group of it. */
export function containsResource(scope: string, id: string): boolean {
  const outer = resourceKey(scope);
  const inner = resourceKey(id);
  return outer === inner || inner.startsWith(`${outer}/`);
}

/** The last segment of a resource id: the thing's own name. */
export function nameOf(id: string): string {
  return id.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** The subscription that a resource id lies in. */
export function subscriptionOf(id: string): SubscriptionId | undefined {
  return readId(/^\/subscriptions\/([^/]+)/i.exec(id)?.[1]);
}
