import type { WireNetwork } from '../../../resources/wire.js';
import type { ReceivedRequest } from '../../http-server.js';
import type { CloudHalf, PeeringEnd, Peerings } from '../../peerings.js';
import type { Route } from '../../serve.js';
import type { Peering, PeeringSide } from '../../world.js';
import type { AzureContext } from '../azure-context.js';
import type { Plane } from '../plane.js';
import { VendorActor } from '../vendor/vendor-actor.js';
import type { ArmContext } from './arm-context.js';
import { ArmService } from './arm-service.js';
import { type ArmSnapshot, armSnapshot } from './arm-snapshot.js';
import { Notices } from './notices.js';
import { Operations } from './operations.js';
import { Roles } from './rbac/roles.js';
import { ArmRules } from './rules.js';
import { emptyArmWorld } from './state/arm-world.js';

/** ARM: resources, roles, and what Dragonfly does there. */
export class ArmPlane implements Plane, CloudHalf {
  readonly operations: readonly string[];
  /** What the control works on. */
  readonly context: ArmContext;
  readonly #service: ArmService;
  readonly #vendor: VendorActor;

  constructor(azure: AzureContext, peerings: Peerings) {
    this.context = contextOf(azure);
    this.#service = new ArmService(this.context);
    this.#vendor = new VendorActor(this.context, peerings);
    this.operations = this.#service.operations;
  }

  match(request: ReceivedRequest): Route {
    return this.#service.match(request);
  }

  /** Everything that exists in ARM, as plain JSON. */
  snapshot(): ArmSnapshot {
    return armSnapshot(this.context.world);
  }

  networkActive(network: WireNetwork): void {
    this.#vendor.networkActive(network);
  }

  networkGone(network: WireNetwork): void {
    this.#vendor.networkGone(network);
  }

  existing(requester: PeeringSide, accepter: PeeringSide): undefined {
    return this.#vendor.existing(requester, accepter);
  }

  requested(peering: Peering): string | undefined {
    return this.#vendor.requested(peering);
  }

  accepted(peering: Peering): void {
    this.#vendor.accepted(peering);
  }

  deleted(peering: Peering, by: PeeringEnd): void {
    this.#vendor.deleted(peering, by);
  }

  forgotten(peering: Peering): void {
    this.#vendor.forgotten(peering);
  }
}

function contextOf(azure: AzureContext): ArmContext {
  const world = emptyArmWorld();
  const rules = new ArmRules();
  return {
    azure,
    world,
    rules,
    operations: new Operations({ ids: azure.ids, clock: azure.clock, rules }),
    roles: new Roles(world, azure),
    notices: new Notices(),
  };
}
