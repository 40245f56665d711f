import { freshRound, type StepContext } from '../../../peering/step.js';
import type { CallContext } from '../../arm/arm.js';
import type { NewPeering, VnetPeering } from '../../arm/model.js';
import { youngestGrant } from '../../grants.js';
import type { Settings } from '../../options.js';
import { isRefusal } from '../../rest/refusal.js';
import type { TokenSource } from '../../tokens.js';
import type { StepMeans } from '../means.js';
import type { AppTokens } from './app-tokens.js';
import { findOurHalf, type KnownHalf, type OurHalf } from './our-half.js';
import { peeringRule, wantsFreshToken } from './passing.js';
import { type PeeringPhase, phaseOf } from './peering-phase.js';
import { waitOut } from './wait-out.js';

/** For this long, a role may not have taken effect everywhere. */
const FRESH_GRANT_MS = 15 * 60_000;

/** Makes our half, repairs it, or syncs it, as the application; what passes by itself is waited out. */
export async function connectHalf(
  means: StepMeans,
  tokens: AppTokens,
  context: StepContext,
  onRetry: (attempt: number, why: string) => void,
): Promise<void> {
  const rule = peeringRule(await grantsAreFresh(means, context));
  const writer = new HalfWriter(means, tokens);
  await waitOut(context, rule, onRetry, (attempt) =>
    // A second try must not decide by what was read before the first one.
    writer.write(attempt === 1 ? context : freshRound(context)),
  );
}

/** True when the half lacks something that a PUT gives it. */
export function needsWrite(peering: VnetPeering, ours: boolean, settings: Settings): boolean {
  const phase = phaseOf(peering);
  if (phase === 'changing' || phase === 'unknown') return false;
  return !IN_ORDER.includes(phase) || differsFrom(peering, ours, settings);
}

/** Nothing is to be done here; where something is missing, it is at the other end. */
const IN_ORDER: readonly PeeringPhase[] = ['up', 'alone', 'behind'];

/** What a half is to be made of. Flags that somebody set on a peering of their own stay set. */
function wantedOf(settings: Settings, remoteVnetId: string, adopted: VnetPeering | undefined): NewPeering {
  return {
    remoteVnetId,
    allowForwardedTraffic: settings.allowForwardedTraffic || (adopted?.allowForwardedTraffic ?? false),
    allowGatewayTransit: adopted?.allowGatewayTransit ?? false,
    useRemoteGateways: settings.useRemoteGateways || (adopted?.useRemoteGateways ?? false),
  };
}

function differsFrom(peering: VnetPeering, ours: boolean, settings: Settings): boolean {
  const wanted = wantedOf(settings, peering.remoteVnetId, ours ? undefined : peering);
  return (
    wanted.allowForwardedTraffic !== peering.allowForwardedTraffic ||
    wanted.useRemoteGateways !== peering.useRemoteGateways
  );
}

/** Writes the half once for each try, with fresh tokens after a refusal that these may cure. */
class HalfWriter {
  #fresh = false;

  constructor(
    readonly means: StepMeans,
    readonly tokens: AppTokens,
  ) {}

  async write(context: StepContext): Promise<void> {
    const half = await findOurHalf(this.means, context);
    try {
      await this.#writeHalf(half, context);
    } catch (error) {
      this.#fresh = wantsFreshToken(error);
      if (!isRefusal(error, 'RemotePeeringIsDisconnected') || half.kind !== 'found' || !half.ours)
        throw error;
      // Neither half can be joined to the other while both are cut off: ours goes, so that Dragonfly's can be made anew.
      await this.#delete(half.peering, context);
      await this.#put(half, context);
    }
  }

  async #writeHalf(half: OurHalf, context: StepContext): Promise<void> {
    if (half.kind === 'absent') return this.#put(half, context);
    if (half.kind !== 'found' || !needsWrite(half.peering, half.ours, this.means.settings)) return;
    if (phaseOf(half.peering) === 'disconnected') await this.#delete(half.peering, context);
    await this.#put(half, context);
  }

  async #put(half: KnownHalf, context: CallContext): Promise<void> {
    const { settings, names, clients } = this.means;
    const name = half.kind === 'found' ? half.peering.name : half.name;
    if (name === undefined) return;
    const adopted = half.kind === 'found' && !half.ours ? half.peering : undefined;
    await clients
      .armAs(this.#home())
      .putPeering(
        `${names.vnetId}/virtualNetworkPeerings/${name}`,
        wantedOf(settings, half.remote.vnetId, adopted),
        await this.#withAuxiliary(context),
      );
  }

  async #delete({ id }: VnetPeering, context: CallContext): Promise<void> {
    await this.means.clients.armAs(this.#home()).deletePeering(id, await this.#withAuxiliary(context));
  }

  #home(): TokenSource {
    const { home } = this.tokens;
    const fresh = this.#fresh;
    return { token: (context, options) => home.token(context, { ...options, fresh }) };
  }

  async #withAuxiliary({ signal, clock }: CallContext) {
    const auxiliaryToken = await this.tokens.remote?.token({ signal, clock }, { fresh: this.#fresh });
    return { signal, clock, auxiliaryToken };
  }
}

async function grantsAreFresh(means: StepMeans, context: StepContext): Promise<boolean> {
  const youngest = await youngestGrant(means, context);
  return youngest !== undefined && youngest.ageMs < FRESH_GRANT_MS;
}
