import type { ReadContext } from '../peering/once-per-round.js';
import type { FoundApp } from './app-finder.js';
import type { ApplicationObjectId, ServicePrincipalId } from './ids.js';
import { readId } from './ids.js';
import type { GivenApp } from './options.js';
import type { StepMeans } from './steps/means.js';

/** Why an application cannot be used, and what to do. */
export interface AppFault {
  readonly evidence: string;
  readonly fix: string;
}

/** Audiences with which other tenants can know an application. */
const MULTI_TENANT = ['AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount'];

/**
 * Why the application of this run cannot be used: the caller named it by an id of the wrong kind, other tenants cannot
 * know it, or the connection that exists was made with another one. Undefined when nothing is wrong with it.
 */
export async function judgeApp(means: StepMeans, context: ReadContext): Promise<AppFault | undefined> {
  const { app } = means.settings;
  const found = await means.app.find(context);
  if (app !== 'create') {
    const fault = found
      ? await faultOfGiven(means, context, app, found)
      : await explainUnknown(means, context, app);
    if (fault) return fault;
  }
  return connectedWithOther(means, found);
}

async function faultOfGiven(
  { clients, flow }: StepMeans,
  { signal }: ReadContext,
  { appId, clientSecret, objectId }: GivenApp,
  { application, principal }: FoundApp,
): Promise<AppFault | undefined> {
  if (!application) {
    if (clientSecret !== undefined) return undefined;
    const evidence = `application ${appId} is at home in another tenant${principal?.ownerTenantId ? ` (${principal.ownerTenantId})` : ''}, so no secret of it can be made here`;
    return { evidence, fix: 'Pass app: { appId, clientSecret } with a secret that was made there.' };
  }
  if (objectId !== undefined && objectId !== application.id) {
    const isPrincipal = principal !== undefined && sameText(principal.id, objectId);
    const evidence = isPrincipal
      ? `app.objectId ${objectId} is the object id of the application's service principal, not of the application`
      : `app.objectId ${objectId} is not the object id of application ${appId}`;
    return { evidence, fix: `Pass app.objectId: "${application.id}".` };
  }
  if (MULTI_TENANT.includes(application.signInAudience)) return undefined;
  const own = await clients.tenantId({ signal, clock: flow.clock });
  return {
    evidence: `application ${appId} is for tenant ${own} only (${application.signInAudience}), and Dragonfly must know it, too`,
    fix: `az ad app update --id ${appId} --sign-in-audience AzureADMultipleOrgs`,
  };
}

/** The id is of no application: it may well be one of the two others that belong to one. */
async function explainUnknown(
  { clients, flow }: StepMeans,
  { signal }: ReadContext,
  { appId }: GivenApp,
): Promise<AppFault> {
  const { graph } = clients;
  const context = { signal, clock: flow.clock };
  const objectId = readId<ApplicationObjectId>(appId);
  const principalId = readId<ServicePrincipalId>(appId);
  const [byObject, byPrincipal] = await Promise.all([
    objectId && graph.applicationById(objectId, context),
    principalId && graph.servicePrincipalById(principalId, context),
  ]);
  const right = byObject?.appId ?? byPrincipal?.appId;
  if (right === undefined) {
    const evidence = `app.appId ${appId} is of no application in this tenant`;
    return {
      evidence,
      fix: 'Check it: az ad app list --show-mine --query "[].{name:displayName, appId:appId}"',
    };
  }
  const kind = byObject ? 'the object id of an application' : 'the object id of a service principal';
  return {
    evidence: `app.appId ${appId} is ${kind}, not an application id`,
    fix: `Pass app.appId: "${right}".`,
  };
}

function connectedWithOther(
  { flow, settings }: StepMeans,
  found: FoundApp | undefined,
): AppFault | undefined {
  const connection = flow.connection();
  if (connection?.peer.provider !== 'azure') return undefined;
  // One that has failed or goes is said or waited for by the connection's own step.
  if (!['pending', 'inactive', 'active'].includes(connection.status)) return undefined;
  const { appId } = connection.peer;
  if (found && sameText(found.appId, appId)) return undefined;
  const ours =
    settings.app === 'create'
      ? 'and the one that would be made for this network and virtual network is another'
      : `and the options name ${settings.app.appId}`;
  return {
    evidence: `connection ${connection.id} was made with application ${appId}, ${ours}`,
    fix: `Use that one: pass app: { appId: "${appId}", clientSecret } or { appId, objectId }. Or delete the connection (dfcloud connections delete ${connection.id}) and run this again.`,
  };
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
