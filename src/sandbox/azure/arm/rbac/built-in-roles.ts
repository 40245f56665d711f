import type { Permission } from './permissions.js';

/** A role that every tenant has. */
export interface BuiltInRole {
  readonly guid: string;
  readonly roleName: string;
  readonly description: string;
  readonly permission: Permission;
  readonly createdOn: string;
  readonly updatedOn: string;
}

/** The guid of Network Contributor. */
export const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';
/** The guid of Owner. */
export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

const NO_DATA = { dataActions: [], notDataActions: [] };

/** The roles that matter to peerings, with the permissions and dates that Azure lists. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    guid: OWNER,
    roleName: 'Owner',
    description:
      'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    permission: { actions: ['*'], notActions: [], ...NO_DATA },
    createdOn: '2015-02-02T21:55:09.8806423Z',
    updatedOn: '2021-11-11T20:13:58.3061898Z',
  },
  {
    guid: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    roleName: 'Contributor',
    description:
      'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.',
    permission: {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
      ],
      ...NO_DATA,
    },
    createdOn: '2015-02-02T21:55:09.8806423Z',
    updatedOn: '2021-11-11T20:13:52.9047131Z',
  },
  {
    guid: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    roleName: 'Reader',
    description: 'View all resources, but does not allow you to make any changes.',
    permission: { actions: ['*/read'], notActions: [], ...NO_DATA },
    createdOn: '2015-02-02T21:55:09.8806423Z',
    updatedOn: '2021-11-11T20:13:47.8628684Z',
  },
  {
    guid: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    roleName: 'User Access Administrator',
    description: 'Lets you manage user access to Azure resources.',
    permission: {
      actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
      notActions: [],
      ...NO_DATA,
    },
    createdOn: '2015-02-02T21:55:09.8806423Z',
    updatedOn: '2021-11-11T20:13:51.4498519Z',
  },
  {
    guid: NETWORK_CONTRIBUTOR,
    roleName: 'Network Contributor',
    description: 'Lets you manage networks, but not access to them.',
    permission: {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Insights/alertRules/*',
        'Microsoft.Network/*',
        'Microsoft.ResourceHealth/availabilityStatuses/read',
        'Microsoft.Resources/deployments/*',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      notActions: [],
      ...NO_DATA,
    },
    createdOn: '2015-06-02T00:18:27.3542698Z',
    updatedOn: '2021-11-11T20:13:44.6328966Z',
  },
];
