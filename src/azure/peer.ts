import type { Acceptor, PeerDraft } from '../peering/acceptor.js';
import { freshRound, type StepContext } from '../peering/step.js';
import type { AppId } from './ids.js';
import type { StepMeans } from './steps/means.js';

type Peer = NonNullable<Awaited<ReturnType<Acceptor['peer']>>>;

/** Stands for the application's id while there is none; the API takes it for a GUID. */
const NO_APP = '00000000-0000-0000-0000-000000000000';

/** What the connection is created with; undefined while the application does not exist. */
export async function peerOf(means: StepMeans, context: StepContext): Promise<Peer | undefined> {
  // The run's own round began before the application was made; once it is there, its id stays.
  const found = (await means.app.find(context)) ?? (await means.app.find(freshRound(context)));
  return found && peerWith(means, context, found.appId);
}

/** The same with a placeholder for what does not exist. */
export async function draftOf(means: StepMeans, context: StepContext): Promise<PeerDraft> {
  const known = await peerOf(means, context);
  if (known) return { peer: known, variables: {} };
  return { peer: await peerWith(means, context, NO_APP), variables: { [NO_APP]: 'APP_ID' } };
}

async function peerWith(
  { settings, clients, reads }: StepMeans,
  context: StepContext,
  appId: AppId | typeof NO_APP,
): Promise<Peer> {
  const [vnet, tenantId] = await Promise.all([reads.vnet(context), clients.tenantId(context)]);
  const { subscriptionId, resourceGroup, vnetName, useRemoteGateways } = settings;
  return {
    provider: 'azure',
    subscriptionId,
    resourceGroup,
    vnetName,
    tenantId,
    appId,
    region: vnet.location,
    ...(useRemoteGateways && { useRemoteGateways }),
  };
}
