import { ConflictError } from '../../errors/conflict-error.js';
import { applicationUnseen } from '../../errors/messages.js';
import { CONNECTION_STEP } from '../../peering/connection-step.js';
import type { Step, StepContext, StepState } from '../../peering/step.js';
import { stepTeller } from '../../peering/step-teller.js';
import type { FoundApp } from '../app-finder.js';
import type { Settings } from '../options.js';
import { isRefusal } from '../rest/refusal.js';
import { secretPlace } from './credential-step.js';
import { CREDENTIAL_STEP, PEERING_STEP, type StepMeans } from './means.js';
import { type AppSecret, signAppIn } from './peering/app-tokens.js';
import { WRONG_SECRET } from './peering/codes.js';
import { connectHalf, needsWrite } from './peering/connect-half.js';
import { explainRefusal } from './peering/explain-refusal.js';
import { findOurHalf, type OurHalf } from './peering/our-half.js';
import { describePeering, phaseOf } from './peering/peering-phase.js';
import { withTemporarySecret } from './peering/temporary-secret.js';
import { peeringShell } from './shell.js';
import { PASSING_ON_PEERINGS } from './transient.js';

/** Signing in waits for two tenants to learn of the application, and the peering for both virtual networks. */
const TIMEOUT_MS = 15 * 60_000;

/** Adding a password to the application that the peering is made with; the rest the application does by its own role. */
function needsOf({ app }: Settings): readonly string[] {
  return app !== 'create' && app.clientSecret !== undefined ? [] : ['Application.ReadWrite.OwnedBy'];
}

/** The customer's half of the peering, made by the application, which alone is known at both ends. */
export function peeringStep(means: StepMeans): Step {
  const step: Step = {
    id: PEERING_STEP,
    title: `Peering of ${means.settings.vnetName} with the Dragonfly network`,
    after: [CONNECTION_STEP, CREDENTIAL_STEP],
    transient: PASSING_ON_PEERINGS,
    withConnection: true,
    timeoutMs: TIMEOUT_MS,
    read: async (context) => stateOf(means, await findOurHalf(means, context)),
    apply: (context) => connect(means, context, tell),
    undo: (context) => remove(means, context),
    shell: (context) => peeringShell(means, context),
  };
  const tell = stepTeller(means.flow)(step);
  return step;
}

type Teller = ReturnType<ReturnType<typeof stepTeller>>;

function stateOf(means: StepMeans, half: OurHalf): StepState {
  switch (half.kind) {
    case 'unnamed': {
      const evidence = 'Dragonfly does not name its virtual network yet';
      return {
        status: 'waiting',
        ours: 'none',
        evidence,
        whose: 'dragonfly',
        leadsTo: 'todo',
        needs: needsOf(means.settings),
      };
    }
    case 'refused': {
      const fix = 'Nothing is granted and nothing is peered. Tell the support of Dragonfly Cloud.';
      return { status: 'conflict', ours: 'none', evidence: half.why, fix };
    }
    case 'absent':
      return absentState(means, half);
    case 'found':
      return foundState(means, half);
  }
}

function absentState(
  { names, settings }: StepMeans,
  { name, remote }: Extract<OurHalf, { kind: 'absent' }>,
): StepState {
  if (name === undefined) {
    const evidence = `every name for the peering with ${remote.vnetId} is taken by one that leads elsewhere`;
    const fix = `Delete those that are not needed: az network vnet peering list --vnet-name ${settings.vnetName} --resource-group ${settings.resourceGroup} --subscription ${settings.subscriptionId}`;
    return { status: 'conflict', ours: 'none', evidence, fix };
  }
  const evidence = `${names.vnetId} has no peering with ${remote.vnetId}`;
  return { status: 'todo', ours: 'none', evidence, needs: needsOf(settings) };
}

function foundState(
  { settings }: StepMeans,
  { peering, ours: isOurs, remote }: Extract<OurHalf, { kind: 'found' }>,
): StepState {
  const ours = isOurs ? 'ours' : 'adopted';
  const evidence = describePeering(peering);
  const phase = phaseOf(peering);
  if (phase === 'disconnected' && !isOurs) {
    const fix = `It was not made by dfcloud, so it is left to you. Delete it and run this again: az network vnet peering delete --ids ${peering.id}`;
    return { status: 'conflict', ours, evidence: `${evidence}, and leads to ${remote.vnetId}`, fix };
  }
  if (phase === 'changing' || phase === 'unknown')
    return { status: 'waiting', ours, evidence, whose: 'cloud' };
  if (needsWrite(peering, isOurs, settings))
    return { status: 'todo', ours, evidence, needs: needsOf(settings) };
  return { status: 'done', ours, evidence };
}

async function connect(means: StepMeans, context: StepContext, tell: Teller): Promise<void> {
  const { flow, app: finder, clients, names } = means;
  const half = await findOurHalf(means, context);
  const connection = flow.connection();
  // No secret is made before it is the customer's move.
  const isOurMove = connection?.status === 'inactive' || connection?.status === 'active';
  if (!isOurMove || (half.kind !== 'absent' && half.kind !== 'found')) return;
  const app = await finder.find(context);
  if (!app) return;
  const onRetry = (attempt: number, why: string) => tell('retrying', { attempt, evidence: why });
  try {
    await withSecret(means, app, context, tell, async (secret) => {
      const tokens = await signAppIn(clients, secret, half.remote, context, onRetry);
      await connectHalf(means, tokens, context, onRetry);
    });
  } catch (error) {
    throw explainRefusal(error, {
      vnetId: names.vnetId,
      remoteVnetId: half.remote.vnetId,
      remoteTenantId: half.remote.tenantId,
      appId: app.appId,
      cidrBlock: flow.network.cidrBlock,
      connectionId: connection.id,
    });
  }
}

/** The caller's own secret where one was given; else one that is made for this and removed at once. */
async function withSecret(
  means: StepMeans,
  { appId }: FoundApp,
  context: StepContext,
  tell: Teller,
  work: (secret: AppSecret) => Promise<void>,
): Promise<void> {
  const { app } = means.settings;
  if (app !== 'create' && app.clientSecret !== undefined)
    return work({ appId, secret: app.clientSecret, isNew: false });
  const place = await secretPlace(means, context);
  if (!place) throw new ConflictError(applicationUnseen(app === 'create' ? appId : (app.objectId ?? appId)));
  const onLeft = (evidence: string) => tell('left', { evidence });
  const once = () =>
    withTemporarySecret(place, context, onLeft, (secret) => work({ appId, secret, isNew: true }));
  try {
    await once();
  } catch (error) {
    if (!isRefusal(error, ...WRONG_SECRET)) throw error;
    // A secret that is unknown for so long is gone: another run takes those that it finds for left over.
    tell('retrying', {
      attempt: 2,
      evidence: 'another run may have removed the password; a new one is made',
    });
    await once();
  }
}

/** As the administrator, so that no secret has to be made for it. */
async function remove(means: StepMeans, context: StepContext): Promise<void> {
  const half = await findOurHalf(means, context);
  if (half.kind === 'found' && half.ours) await means.clients.arm.deletePeering(half.peering.id, context);
}
