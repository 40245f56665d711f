import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { ArmWorld } from '../state/arm-world.js';
import type { Tracked } from '../state/records.js';
import type { ResourceTable } from '../state/resource-table.js';
import type { Body, JsonObject } from '../wire/body.js';
import { childNotFound, resourceNotFound } from '../wire/errors.js';
import { nameOf } from '../wire/resource-id.js';
import { checkVersion, deleting, found, list, NOTHING_DELETED, touch, writing } from './tracked.js';

/** A kind of resource that lies in another one: rules in a group, routes in a table. */
export interface ChildKind<P extends Tracked, C extends { readonly name: string }> {
  /** The name of its routes, and of its part of the path: `securityRules`. */
  readonly name: string;
  /** `Microsoft.Network/networkSecurityGroups`. */
  readonly parentType: string;
  readonly table: (world: ArmWorld) => ResourceTable<P>;
  readonly children: (parent: P) => Map<string, C>;
  /** Reads and checks a body; `name` is the one that the child has, or is to have. */
  readonly read: (call: ArmCall, parent: P, name: string, body: Body) => C;
  readonly view: (parent: P, child: C, provisioningState: string) => JsonObject;
  /** What error messages call it: `SecurityRule`. */
  readonly doing: string;
}

/** GET, PUT and DELETE of one, and the list. The parent's other children are left alone. */
export function childRoutes<P extends Tracked, C extends { readonly name: string }>(
  kind: ChildKind<P, C>,
): readonly ArmRoute[] {
  const { name, parentType, view } = kind;
  const parent = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${parentType}/{parent}`;
  const action = `${parentType}/${name}`;
  const pattern = `${parent}/${name}/{name}`;
  return [
    {
      name: `${name}.put`,
      method: 'PUT',
      pattern,
      action: `${action}/write`,
      run: (call) => put(kind, call),
    },
    {
      name: `${name}.get`,
      method: 'GET',
      pattern,
      action: `${action}/read`,
      run: (call) => {
        const owner = parentOf(kind, call, 2);
        const child = kind.children(owner).get(nameOf(call.path).toLowerCase());
        if (!child) throw childNotFound(call.path);
        return found(view(owner, child, owner.provisioningState));
      },
    },
    {
      name: `${name}.list`,
      method: 'GET',
      pattern: `${parent}/${name}`,
      action: `${action}/read`,
      run: (call) => {
        const owner = parentOf(kind, call, 1);
        return list(
          [...kind.children(owner).values()].map((child) => view(owner, child, owner.provisioningState)),
        );
      },
    },
    {
      name: `${name}.delete`,
      method: 'DELETE',
      pattern,
      action: `${action}/delete`,
      run: (call) => remove(kind, call),
    },
  ];
}

function put<P extends Tracked, C extends { readonly name: string }>(
  kind: ChildKind<P, C>,
  call: ArmCall,
): ArmResult {
  const { arm, path } = call;
  const owner = parentOf(kind, call, 2);
  const key = nameOf(path).toLowerCase();
  const before = kind.children(owner).get(key);
  checkVersion(call, before && owner.etag);
  arm.operations.assertIdle(owner.id);
  const child = kind.read(call, owner, before?.name ?? nameOf(path), call.body);
  kind.children(owner).set(key, child);
  touch(arm, owner);
  const finish = () => {
    touch(arm, owner);
    return undefined;
  };
  const body = kind.view(owner, child, 'Updating');
  return writing(call, !before, body, { on: owner, doing: `Put${kind.doing}Operation`, finish });
}

function remove<P extends Tracked, C extends { readonly name: string }>(
  kind: ChildKind<P, C>,
  call: ArmCall,
): ArmResult {
  const { arm, path } = call;
  const owner = parentOf(kind, call, 2);
  const key = nameOf(path).toLowerCase();
  if (!kind.children(owner).has(key)) return NOTHING_DELETED;
  checkVersion(call, owner.etag);
  arm.operations.assertIdle(owner.id);
  const finish = () => {
    kind.children(owner).delete(key);
    touch(arm, owner);
    return undefined;
  };
  return deleting(call, { on: owner, doing: `Delete${kind.doing}Operation`, finish });
}

function parentOf<P extends Tracked, C extends { readonly name: string }>(
  { table }: ChildKind<P, C>,
  { arm, path }: ArmCall,
  segments: number,
): P {
  const id = path.split('/').slice(0, -segments).join('/');
  const parent = table(arm.world).get(id);
  if (parent) return parent;
  throw resourceNotFound(id);
}
