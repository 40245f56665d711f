import { type Action, LISTED, type Needed, type Started } from '../action.js';
import type { Call } from '../gcp-context.js';
import { REGIONS } from '../regions.js';
import { deleting, found, inserting, newResource, resourceView } from '../state/lifecycle.js';
import type { Other } from '../state/records.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { AGGREGATED, aggregatedAnswer } from './aggregated.js';
import { onProject } from './networks.js';
import { networkNamed } from './networks-named.js';
import { regionScope } from './places.js';

const LIST = '/compute/v1/projects/{project}/regions/{region}/routers';
const ITEM = `${LIST}/{router}`;

/** Cloud Routers, as far as their routes are concerned: what a network learned stands in their status. */
export const ROUTER_ACTIONS: readonly Action[] = [
  {
    name: 'compute.routers.aggregatedList',
    method: 'GET',
    path: '/compute/v1/projects/{project}/aggregated/routers',
    query: AGGREGATED,
    needs: (call) => onProject(call, 'compute.routers.list'),
    answer: (call) =>
      aggregatedAnswer(call, {
        collection: 'routers',
        kind: 'compute#routerAggregatedList',
        scopes: REGIONS.map((region) => `regions/${region}`),
        items: own(call).map((one) => ({ scope: one.scope, view: resourceView(call.world.routers, one) })),
      }),
  },
  {
    name: 'compute.routers.list',
    method: 'GET',
    path: LIST,
    query: LISTED,
    needs: (call) => onProject(call, 'compute.routers.list'),
    answer: listRouters,
  },
  {
    name: 'compute.routers.get',
    method: 'GET',
    path: ITEM,
    needs: (call) => onRouter(call, 'compute.routers.get'),
    answer: (call) => resourceView(call.world.routers, routerOf(call)),
  },
  {
    name: 'compute.routers.getRouterStatus',
    method: 'GET',
    path: `${ITEM}/getRouterStatus`,
    needs: (call) => onRouter(call, 'compute.routers.get'),
    answer: status,
  },
  {
    name: 'compute.routers.insert',
    method: 'POST',
    path: LIST,
    needs: (call) => [
      { permission: 'compute.routers.create', path: routerPath(call, call.body.text('name') ?? '') },
    ],
    start: insertRouter,
  },
  {
    name: 'compute.routers.delete',
    method: 'DELETE',
    path: ITEM,
    needs: (call) => onRouter(call, 'compute.routers.delete'),
    start: (call) => deleting(call.world.routers, routerOf(call)),
  },
];

function own({ world, project, sees }: Call): Other[] {
  return world.routers.all().filter((one) => one.project === project.id && sees(one));
}

function listRouters(call: Call): Fields {
  const scope = regionScope(call);
  return listAnswer(call.query, {
    kind: 'compute#routerList',
    path: `projects/${call.project.id}/${scope}/routers`,
    items: own(call)
      .filter((one) => one.scope === scope)
      .map((one) => resourceView(call.world.routers, one)),
  });
}

/** The best routes of the network, and which of them this router learned. */
function status(call: Call): Fields {
  const router = routerOf(call);
  const learned = call.world.learnedRoutes.filter(({ network }) => linkOf(network) === router.fields.network);
  const routes = learned.map(({ region, ...route }) => ({ region, view: learnedView(route) }));
  const here = routes.filter(({ region }) => `regions/${region}` === router.scope);
  return {
    kind: 'compute#routerStatusResponse',
    result: defined({
      network: router.fields.network,
      bestRoutes: routes.length > 0 ? routes.map(({ view }) => view) : undefined,
      bestRoutesForRouter: here.length > 0 ? here.map(({ view }) => view) : undefined,
    }),
  };
}

function learnedView({
  network,
  destRange,
  priority,
}: Omit<Call['world']['learnedRoutes'][number], 'region'>): Fields {
  return {
    kind: 'compute#route',
    network: linkOf(network),
    destRange,
    priority,
    routeType: 'BGP',
    routeStatus: 'ACTIVE',
  };
}

function insertRouter(call: Call): Started {
  const { world, project, body, gcp } = call;
  const at = { project: project.id, scope: regionScope(call), name: body.required('name') };
  const network = networkNamed(call, body.required('network'));
  const { name: _, ...rest } = body.fields;
  const made = newResource(gcp, world.routers, at, { ...rest, network: linkOf(network.path) });
  return inserting(call, world.routers, made);
}

function routerOf(call: Call): Other {
  return found<Other>(call, call.world.routers, routerPath(call, call.part('router')));
}

function routerPath(call: Call, name: string): string {
  return call.world.routers.path(call.project.id, regionScope(call), name);
}

function onRouter(call: Call, permission: string): Needed[] {
  return [{ permission, path: routerPath(call, call.part('router')) }];
}
