import { type Action, LISTED, type Needed, type Started } from '../action.js';
import type { Call } from '../gcp-context.js';
import { deleting, found, inserting, newResource, resourceView } from '../state/lifecycle.js';
import type { Route } from '../state/records.js';
import { invalidValue, notFound, quotaExceeded } from '../wire/errors.js';
import type { Fields } from '../wire/fields.js';
import { GcpError } from '../wire/gcp-error.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { onProject } from './networks.js';
import { networkNamed, onNamedNetwork } from './networks-named.js';
import { routeFields } from './route-fields.js';
import { routeWarnings } from './route-warnings.js';
import { systemRoutes } from './system-routes.js';

const LIST = '/compute/v1/projects/{project}/global/routes';
const ITEM = `${LIST}/{route}`;

/** Routes. There is no way to change one. */
export const ROUTE_ACTIONS: readonly Action[] = [
  {
    name: 'compute.routes.list',
    method: 'GET',
    path: LIST,
    query: LISTED,
    needs: (call) => onProject(call, 'compute.routes.list'),
    answer: (call) =>
      listAnswer(call.query, {
        kind: 'compute#routeList',
        path: `projects/${call.project.id}/global/routes`,
        items: allRoutes(call),
      }),
  },
  {
    name: 'compute.routes.get',
    method: 'GET',
    path: ITEM,
    needs: (call) => onRoute(call, 'compute.routes.get'),
    answer: (call) => {
      const route = allRoutes(call).find(({ name }) => name === call.part('route'));
      if (!route) throw notFound(routePath(call, call.part('route')));
      return route;
    },
  },
  {
    name: 'compute.routes.insert',
    method: 'POST',
    path: LIST,
    needs: neededToInsert,
    start: insertRoute,
  },
  {
    name: 'compute.routes.delete',
    method: 'DELETE',
    path: ITEM,
    needs: (call) => [...onRoute(call, 'compute.routes.delete'), ...onItsNetwork(call)],
    start: deleteRoute,
  },
];

/** What a project's routes are: its own, and those that follow from subnets and peerings. */
function allRoutes(call: Call): Fields[] {
  const { world, project } = call;
  const own = world.routes.all().filter((route) => route.project === project.id && call.sees(route));
  const networks = world.networks
    .all()
    .filter((network) => network.project === project.id && call.sees(network));
  return [
    ...own.map((route) => resourceView(world.routes, route, { warnings: routeWarnings(call, route) })),
    ...networks.flatMap((network) => systemRoutes(call, network)),
  ];
}

function insertRoute(call: Call): Started {
  const { world, project, body, gcp } = call;
  const name = body.required('name');
  const network = networkNamed(call, body.required('network'));
  checkQuiet(call, network.path);
  const fields = { ...routeFields(call, network), network: linkOf(network.path) };
  const limit = gcp.limits.of(project.id).routes;
  const count = world.routes.all().filter((other) => other.project === project.id).length;
  if (count >= limit) throw quotaExceeded('ROUTES', limit);
  const made = newResource(gcp, world.routes, { project: project.id, scope: 'global', name }, fields);
  return inserting(call, world.routes, { ...made, network: network.path });
}

function deleteRoute(call: Call): Started {
  const name = call.part('route');
  const isSystems = allRoutes(call).some(
    (route) => route.name === name && route.priority === 0 && isOfSystem(route),
  );
  if (isSystems) {
    throw invalidValue('route', name, 'Routes to subnetworks and peers cannot be deleted by themselves.');
  }
  const route = found<Route>(call, call.world.routes, routePath(call, name));
  checkQuiet(call, route.network);
  return deleting(call.world.routes, route);
}

function isOfSystem({ nextHopNetwork, nextHopPeering }: Fields): boolean {
  return nextHopNetwork !== undefined || nextHopPeering !== undefined;
}

/** Routes wait for peerings: the words are those that clients look for. */
function checkQuiet({ gcp }: Call, network: string): void {
  if (!gcp.operations.isLocked(network)) return;
  const message = 'There is a peering operation in progress on the local or peer network. Try again later.';
  throw new GcpError(400, 'badRequest', message);
}

function routePath({ world, project }: Call, name: string): string {
  return world.routes.path(project.id, 'global', name);
}

function onRoute(call: Call, permission: string): Needed[] {
  return [{ permission, path: routePath(call, call.part('route')) }];
}

function onItsNetwork(call: Call): Needed[] {
  const route = call.world.routes.get(routePath(call, call.part('route')));
  return route ? [{ permission: 'compute.networks.updatePolicy', path: route.network }] : [];
}

function neededToInsert(call: Call): Needed[] {
  return [
    { permission: 'compute.routes.create', path: routePath(call, call.body.text('name') ?? '') },
    ...onNamedNetwork(call, call.body.text('network')),
  ];
}
