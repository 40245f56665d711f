import type { ArmCall, ArmResult, ArmRoute, LinkedAction } from '../arm-context.js';
import type { ArmWorld } from '../state/arm-world.js';
import type { Tracked } from '../state/records.js';
import type { ResourceTable } from '../state/resource-table.js';
import type { JsonObject } from '../wire/body.js';
import { resourceNotFound } from '../wire/errors.js';
import { isWithin, sameId } from '../wire/resource-id.js';
import { found, list, NOTHING_DELETED, touch } from './tracked.js';

/** A kind of top-level resource: what its routes differ in. */
export interface TopLevelKind<R extends Tracked> {
  /** `Microsoft.Network/virtualNetworks`. */
  readonly type: string;
  readonly table: (world: ArmWorld) => ResourceTable<R>;
  readonly view: (resource: R, call: ArmCall) => JsonObject;
  readonly linked?: (call: ArmCall) => readonly LinkedAction[];
  /** Creates or replaces; `before` is what is there. */
  readonly put: (call: ArmCall, before: R | undefined) => ArmResult;
  readonly remove: (call: ArmCall, resource: R) => ArmResult;
}

/** GET, PUT, PATCH (tags), DELETE of one, and the lists of a group and of a subscription. */
export function topLevelRoutes<R extends Tracked>(kind: TopLevelKind<R>): readonly ArmRoute[] {
  const { type, linked, view } = kind;
  const name = type.split('/').at(-1) ?? type;
  const pattern = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${type}/{name}`;
  const collection = pattern.replace('/{name}', '');
  const everywhere = `/subscriptions/{subscription}/providers/${type}`;
  const read = `${type}/read`;
  const lists = (call: ArmCall) => list(below(kind, call).map((resource) => view(resource, call)));
  return [
    {
      name: `${name}.put`,
      method: 'PUT',
      pattern,
      action: `${type}/write`,
      ...(linked ? { linked } : {}),
      run: (call) => kind.put(call, find(kind, call)),
    },
    {
      name: `${name}.get`,
      method: 'GET',
      pattern,
      action: read,
      run: (call) => found(view(needed(kind, call), call)),
    },
    {
      name: `${name}.patch`,
      method: 'PATCH',
      pattern,
      action: `${type}/write`,
      run: (call) => tag(kind, call),
    },
    {
      name: `${name}.delete`,
      method: 'DELETE',
      pattern,
      action: `${type}/delete`,
      run: (call) => {
        const resource = find(kind, call);
        return resource ? kind.remove(call, resource) : NOTHING_DELETED;
      },
    },
    { name: `${name}.list`, method: 'GET', pattern: collection, action: read, run: lists },
    { name: `${name}.listAll`, method: 'GET', pattern: everywhere, action: read, run: lists },
  ];
}

function find<R extends Tracked>({ table, type }: TopLevelKind<R>, { arm, path }: ArmCall): R | undefined {
  const resource = table(arm.world).get(path);
  return resource && sameId(resource.type, type) ? resource : undefined;
}

function needed<R extends Tracked>(kind: TopLevelKind<R>, call: ArmCall): R {
  const resource = find(kind, call);
  if (resource) return resource;
  throw resourceNotFound(call.path);
}

function below<R extends Tracked>({ table, type }: TopLevelKind<R>, { arm, path }: ArmCall): R[] {
  const scope = path.replace(/\/providers\/.*$/i, '');
  return table(arm.world)
    .all()
    .filter((resource) => sameId(resource.type, type) && isWithin(scope, resource.id));
}

/** Only the tags of a resource can be changed so. */
function tag<R extends Tracked>(kind: TopLevelKind<R>, call: ArmCall): ArmResult {
  const resource = needed(kind, call);
  resource.tags = call.body.map('tags') ?? resource.tags;
  touch(call.arm, resource);
  return { status: 200, body: kind.view(resource, call) };
}
