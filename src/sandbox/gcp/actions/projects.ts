import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import { requiredField } from '../wire/errors.js';
import { linkOf, timeText } from '../wire/links.js';
import { onProject } from './networks.js';

/** Projects, of Compute and of Resource Manager. */
export const PROJECT_ACTIONS: readonly Action[] = [
  {
    name: 'compute.projects.get',
    method: 'GET',
    path: '/compute/v1/projects/{project}',
    needs: (call) => onProject(call, 'compute.projects.get'),
    answer: ({ project: { id, number } }) => ({
      kind: 'compute#project',
      id: number,
      name: id,
      creationTimestamp: timeText(0),
      selfLink: linkOf(`projects/${id}`),
      xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
    }),
  },
  {
    name: 'resourcemanager.projects.get',
    method: 'GET',
    path: '/v1/projects/{project}',
    needs: (call) => onProject(call, 'resourcemanager.projects.get'),
    answer: ({ project: { id, number } }) => ({
      projectNumber: number,
      projectId: id,
      lifecycleState: 'ACTIVE',
      name: id,
      createTime: new Date(0).toISOString(),
    }),
  },
  {
    name: 'resourcemanager.projects.testIamPermissions',
    method: 'POST',
    path: '/v1/projects/{project}:testIamPermissions',
    // Anyone may ask what they may do.
    needs: () => [],
    answer: (call) => testPermissions(call),
  },
];

/** Without any of them the answer is empty. */
function testPermissions({ body, gcp, principal, project }: Call): { permissions?: string[] } {
  body.only(['permissions']);
  const asked = body.texts('permissions');
  if (!asked || asked.length === 0) throw requiredField('permissions');
  const granted = asked.filter((permission) => gcp.permissions.allows(principal, permission, project.id));
  return granted.length > 0 ? { permissions: granted } : {};
}
