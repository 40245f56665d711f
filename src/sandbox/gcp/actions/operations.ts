import { type Action, LISTED, type Needed } from '../action.js';
import type { Call } from '../gcp-context.js';
import { type Operation, operationView } from '../operations.js';
import { notFound } from '../wire/errors.js';
import { listAnswer } from '../wire/list.js';

/** The three kinds of operations: where they are, and the permission that reading them takes. */
const KINDS = [
  { api: 'globalOperations', scope: 'global' },
  { api: 'regionOperations', scope: 'regions/{region}' },
  { api: 'zoneOperations', scope: 'zones/{zone}' },
] as const;

/** get, list and wait of all three kinds. */
export const OPERATION_ACTIONS: readonly Action[] = KINDS.flatMap(({ api, scope }) => {
  const path = `/compute/v1/projects/{project}/${scope}/operations`;
  const needs = (call: Call): Needed[] => {
    const operation = `projects/${call.project.id}/${scopeOf(call)}/operations/${call.part('operation')}`;
    return [{ permission: `compute.${api}.get`, path: operation }];
  };
  return [
    {
      name: `compute.${api}.get`,
      method: 'GET',
      path: `${path}/{operation}`,
      needs,
      answer: (call) => operationView(operationOf(call)),
    },
    {
      name: `compute.${api}.wait`,
      method: 'POST',
      path: `${path}/{operation}/wait`,
      needs,
      answer: async (call) => {
        const operation = operationOf(call);
        await call.gcp.operations.wait(operation);
        return operationView(operation);
      },
    },
    {
      name: `compute.${api}.list`,
      method: 'GET',
      path,
      query: LISTED,
      needs: ({ project }) => [{ permission: `compute.${api}.list`, path: `projects/${project.id}` }],
      answer: (call) => {
        const { project, query, gcp } = call;
        const items = gcp.operations.list(project.id, scopeOf(call)).map(operationView);
        const where = `projects/${project.id}/${scopeOf(call)}/operations`;
        return listAnswer(query, { kind: 'compute#operationList', path: where, items });
      },
    },
  ] satisfies Action[];
});

function scopeOf(call: Call): string {
  const [region, zone] = [call.part('region'), call.part('zone')];
  if (region !== '') return `regions/${region}`;
  return zone === '' ? 'global' : `zones/${zone}`;
}

function operationOf(call: Call): Operation {
  const name = call.part('operation');
  const operation = call.gcp.operations.find(call.project.id, scopeOf(call), name);
  if (operation) return operation;
  throw notFound(`projects/${call.project.id}/${scopeOf(call)}/operations/${name}`);
}
