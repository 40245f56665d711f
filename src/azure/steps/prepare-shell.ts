import { quote } from '../../peering/connection-shell.js';
import type { ServicePrincipalId } from '../ids.js';
import { assignmentGuid, OUR_DESCRIPTION } from '../names.js';
import type { CustomRole } from '../roles.js';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../vendor.js';
import type { StepMeans } from './means.js';

/*
 * The steps before the connection, as commands of Azure's command line. What does not exist before the script runs
 * stands in variables that earlier commands have set.
 */

/** What the commands need to know. */
export type ShellMeans = Pick<StepMeans, 'settings' | 'names'>;

/**
 * Makes the application by its key; its id goes into APP_ID. Not by `az ad app create`, which changes whatever
 * application has the same name.
 */
export function appShell({ settings, names }: ShellMeans): string {
  if (settings.app !== 'create') return `APP_ID=${settings.app.appId}`;
  const url = `${settings.endpoints.real.graph}/v1.0/applications(uniqueName='${names.uniqueName}')`;
  const body = JSON.stringify({ displayName: names.appName, signInAudience: 'AzureADMultipleOrgs' });
  const headers = `'Content-Type=application/json' 'Prefer=create-if-missing'`;
  return [
    `az rest --method patch --url ${quote(url)} --headers ${headers} --body ${quote(body)} --output none`,
    `until APP_ID=$(az rest --method get --url ${quote(url)} --query appId --output tsv); do sleep 5; done`,
  ].join('\n');
}

/** Makes its service principal; its object id goes into SP_ID. */
export function appPrincipalShell({ settings }: ShellMeans): string {
  const app = settings.app === 'create' ? '"$APP_ID"' : settings.app.appId;
  return principalShell(app, 'SP_ID');
}

/** Makes Dragonfly's application known, and stops when it is not Dragonfly's; its object id goes into VENDOR_SP_ID. */
export function vendorPrincipalShell(): string {
  const owner = `az ad sp show --id ${VENDOR_APP_ID} --query appOwnerOrganizationId --output tsv`;
  return [
    principalShell(VENDOR_APP_ID, 'VENDOR_SP_ID'),
    `[ "$(${owner})" = ${VENDOR_TENANT_ID} ] || { echo 'not the application of Dragonfly' >&2; exit 1; }`,
  ].join('\n');
}

function principalShell(app: string, variable: string): string {
  const show = `az ad sp show --id ${app} --query id --output tsv`;
  return `until ${variable}=$(${show} 2>/dev/null); do az ad sp create --id ${app} --output none || sleep 5; done`;
}

/** Makes a custom role; its GUID goes into a variable. */
export function roleShell(
  { settings }: ShellMeans,
  { role, variable }: { readonly role: CustomRole; readonly variable: string },
): string {
  const { subscriptionId } = settings;
  const definition = JSON.stringify({
    Name: role.roleName,
    Description: role.description,
    Actions: role.actions,
    AssignableScopes: [`/subscriptions/${subscriptionId}`],
  });
  const create = `az role definition create --subscription ${subscriptionId} --role-definition ${quote(definition)}`;
  return `${variable}=$(${create} --query name --output tsv)`;
}

/** Assigns a role; under the name that a run gives it, where all that the name is made of exists. */
export function grantShell(
  { settings, names }: ShellMeans,
  grant: {
    readonly principalId: ServicePrincipalId | undefined;
    readonly roleGuid: string | undefined;
    readonly variables: { readonly principal: string; readonly role: string };
  },
): string {
  const { principalId, roleGuid, variables } = grant;
  const known = principalId && roleGuid;
  const name = known ? ` --name ${assignmentGuid(names.vnetId, principalId, roleGuid)}` : '';
  return [
    `az role assignment create --subscription ${settings.subscriptionId}${name}`,
    `--role ${roleGuid ?? `"$${variables.role}"`} --scope ${quote(names.vnetId)}`,
    `--assignee-object-id ${principalId ?? `"$${variables.principal}"`} --assignee-principal-type ServicePrincipal`,
    `--description ${quote(OUR_DESCRIPTION)} --output none`,
  ].join(' ');
}
