import type { Acceptor, PeerDraft } from '../peering/acceptor.js';
import { freshRound, type StepContext } from '../peering/step.js';
import type { AppId } from './ids.js';
import { isMissing } from './rest/refusal.js';
import type { StepMeans } from './steps/means.js';

type Peer = NonNullable<Awaited<ReturnType<Acceptor['peer']>>>;

/** Stands for the application's id while there is none; the API takes it for a GUID. */
const NO_APP = '00000000-0000-0000-0000-000000000000';

/** What the connection is created with; undefined while the application does not exist. */
export async function peerOf(means: StepMeans, context: StepContext): Promise<Peer | undefined> {
  const found = await findApp(means, context);
  if (!found) return undefined;
  const { location } = await means.reads.vnet(context);
  return peerWith(means, context, found.appId, location);
}

/** The same with a placeholder for what does not exist. A virtual network that is gone has its names still. */
export async function draftOf(means: StepMeans, context: StepContext): Promise<PeerDraft> {
  const found = await findApp(means, context);
  const region = await regionOf(means, context);
  const peer = await peerWith(means, context, found?.appId ?? NO_APP, region);
  return { peer, variables: found ? {} : { [NO_APP]: 'APP_ID' } };
}

/** The run's own round began before the application was made; once it is there, its id stays. */
async function findApp({ app }: StepMeans, context: StepContext) {
  return (await app.find(context)) ?? app.find(freshRound(context));
}

async function regionOf({ reads }: StepMeans, context: StepContext): Promise<string | undefined> {
  try {
    return (await reads.vnet(context)).location;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function peerWith(
  { settings, clients }: StepMeans,
  context: StepContext,
  appId: AppId | typeof NO_APP,
  region: string | undefined,
): Promise<Peer> {
  const { subscriptionId, resourceGroup, vnetName, useRemoteGateways } = settings;
  return {
    provider: 'azure',
    subscriptionId,
    resourceGroup,
    vnetName,
    tenantId: await clients.tenantId(context),
    appId,
    ...(region !== undefined && { region }),
    ...(useRemoteGateways && { useRemoteGateways }),
  };
}
