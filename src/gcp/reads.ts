import { oncePerRound, oncePerRoundAndKey, type ReadContext } from '../peering/once-per-round.js';
import type { Compute } from './compute/compute.js';
import type {
  EffectiveFirewalls,
  Firewall,
  Network,
  PeeringRoute,
  Route,
  Subnetwork,
} from './compute/model.js';
import { isRefusal } from './compute/refusal.js';

type Read<T> = (context: ReadContext) => Promise<T>;
type ReadOne<K extends string, T> = (key: K, context: ReadContext) => Promise<T>;

/** What the steps and the checks of one acceptor read, each listing at most once per round. */
export class Reads {
  /** The network, with its peerings. */
  readonly network: Read<Network>;
  /** Its subnets, in all regions. */
  readonly subnetworks: Read<Subnetwork[]>;
  /** Its routes. */
  readonly routes: Read<Route[]>;
  /** Its VPC firewall rules. */
  readonly firewalls: Read<Firewall[]>;
  /** What of firewalls is in effect on it, without regional policies. */
  readonly effectiveFirewalls: Read<EffectiveFirewalls>;

  readonly #peeringRoutes: ReadOne<string, PeeringRoute[]>;

  constructor(compute: () => Promise<Compute>, network: string) {
    const of = <T>(read: (compute: Compute, signal: AbortSignal | undefined) => Promise<T>): Read<T> =>
      oncePerRound(async (signal) => read(await compute(), signal));

    this.network = of((api, signal) => api.network(network, signal));
    this.subnetworks = of((api, signal) => api.subnetworks(network, signal));
    this.routes = of((api, signal) => api.routes(network, signal));
    this.firewalls = of((api, signal) => api.firewalls(network, signal));
    this.effectiveFirewalls = of((api, signal) => api.effectiveFirewalls(network, signal));
    this.#peeringRoutes = oncePerRoundAndKey(async (key: string, signal) => {
      const [peering = '', direction, region = ''] = key.split(' ');
      const way = direction === 'OUTGOING' ? 'OUTGOING' : 'INCOMING';
      const api = await compute();
      try {
        return await api.peeringRoutes({ network, peering, direction: way, region }, signal);
      } catch (error) {
        // Somebody may have removed it since the network was read.
        if (isRefusal(error, 'notFound')) return [];
        throw error;
      }
    });
  }

  /** What one peering of it exchanges, in one direction: nothing when it is gone. The region decides which dynamic routes are shown. */
  peeringRoutes(
    { peering, direction, region }: { peering: string; direction: 'INCOMING' | 'OUTGOING'; region: string },
    context: ReadContext,
  ): Promise<PeeringRoute[]> {
    return this.#peeringRoutes(`${peering} ${direction} ${region}`, context);
  }
}
