import type { WireNetwork } from '../../../resources/wire.js';
import { json, type ReceivedRequest } from '../../http-server.js';
import type { CloudHalf, PeeringEnd, Peerings } from '../../peerings.js';
import type { Route } from '../../serve.js';
import type { Peering, PeeringSide } from '../../world.js';
import type { AzureContext } from '../azure-context.js';
import type { Plane } from '../plane.js';

/** ARM: resources, roles, and Dragonfly's half of the peerings. */
export class ArmPlane implements Plane, CloudHalf {
  readonly operations: readonly string[] = [];
  readonly azure: AzureContext;
  readonly peerings: Peerings;

  constructor(azure: AzureContext, peerings: Peerings) {
    this.azure = azure;
    this.peerings = peerings;
  }

  match(request: ReceivedRequest): Route {
    return {
      operation: null,
      run: () => json(404, { error: { code: 'NotFound', message: `No route ${request.path}.` } }),
    };
  }

  /** Everything that exists in ARM, as plain JSON. */
  snapshot(): object {
    return {};
  }

  networkActive(_network: WireNetwork): void {}
  networkGone(_network: WireNetwork): void {}
  existing(_requester: PeeringSide, _accepter: PeeringSide): string | undefined {
    return undefined;
  }
  requested(_peering: Peering): string | undefined {
    return undefined;
  }
  accepted(_peering: Peering): void {}
  deleted(_peering: Peering, _by: PeeringEnd): void {}
}
