import type { WireNetwork } from '../../../resources/wire.js';
import type { CloudHalf, PeeringEnd, Peerings } from '../../peerings.js';
import type { Peering, PeeringSide } from '../../world.js';
import type { ArmContext } from '../arm/arm-context.js';
import { refusalOf } from '../arm/vnet/peering-checks.js';
import { counterpart, peeringWith, removePeering, writePeering } from '../arm/vnet/peering-life.js';
import { nameOf } from '../arm/wire/resource-id.js';
import { AppAccess } from './app-access.js';
import { peerFault } from './peer-fault.js';
import { addVendorVnet, removeVendorVnet } from './vendor-vnet.js';
import { customerVnetId, vendorVnetId } from './vnet-ids.js';

const OPEN_FLAGS = {
  allowVirtualNetworkAccess: true,
  allowForwardedTraffic: false,
  allowGatewayTransit: false,
  useRemoteGateways: false,
  doNotVerifyRemoteGateways: false,
};

/**
 * What Dragonfly does in Azure: its networks' VNets, its half of every peering, and the rights that the customer's
 * application needs on its side. It acts with the roles that the customer gave it, and only in subscriptions that
 * someone has made use of; elsewhere a connection is taken on trust.
 */
export class VendorActor implements CloudHalf {
  readonly #arm: ArmContext;
  readonly #peerings: Peerings;
  readonly #access: AppAccess;
  /** The peerings that Dragonfly has asked for in real subscriptions, by id. */
  readonly #mine = new Map<string, Peering>();

  constructor(arm: ArmContext, peerings: Peerings) {
    this.#arm = arm;
    this.#peerings = peerings;
    this.#access = new AppAccess(arm);
    arm.notices.onPeeringChange(() => this.#look());
  }

  networkActive(network: WireNetwork): void {
    addVendorVnet(this.#arm, network);
  }

  networkGone(network: WireNetwork): void {
    removeVendorVnet(this.#arm, network);
  }

  /** Every connection makes a peering of its own. */
  existing(_requester: PeeringSide, _accepter: PeeringSide): undefined {
    return undefined;
  }

  /** Dragonfly's half, where nothing stands in its way: the result says what does. */
  requested(peering: Peering): string | undefined {
    const { subscriptions } = this.#arm.azure;
    if (!subscriptions.knows(peering.accepter.account_id)) return undefined;
    const fault = peerFault(this.#arm, peering);
    if (fault !== undefined) return fault;
    const refusal = this.#write(peering);
    if (refusal !== undefined) return refusal;
    this.#mine.set(peering.id, peering);
    this.#access.give(peering);
    this.#look();
    return undefined;
  }

  /** The sandbox's `accept` makes the customer's half, as the customer would. */
  accepted({ accepter, requester }: Peering): void {
    const { world } = this.#arm;
    const remoteVnetId = vendorVnetId(requester);
    const vnet = world.virtualNetworks.get(customerVnetId(accepter));
    if (!vnet || !world.virtualNetworks.get(remoteVnetId) || peeringWith(vnet, remoteVnetId)) return;
    const name = `${vnet.name}-dfcloud-peering`;
    const half = writePeering(this.#arm, vnet, { name, remoteVnetId, flags: OPEN_FLAGS, sync: true });
    half.provisioningState = 'Succeeded';
  }

  /** Dragonfly deletes its half; or the sandbox's `revoke` deletes the customer's. */
  deleted({ requester, accepter }: Peering, by: PeeringEnd): void {
    const ids = [vendorVnetId(requester), customerVnetId(accepter)] as const;
    const [own, other] = by === 'requester' ? ids : [ids[1], ids[0]];
    const vnet = this.#arm.world.virtualNetworks.get(own);
    const half = vnet && peeringWith(vnet, other);
    if (vnet && half) removePeering(this.#arm, vnet, half);
  }

  /** The connection is gone: what was left of Dragonfly's half goes, and the application's rights with it. */
  forgotten(peering: Peering): void {
    if (!this.#mine.delete(peering.id)) return;
    this.deleted(peering, 'requester');
    const others = [...this.#mine.values()];
    this.#access.takeBack(peering, others);
  }

  /**
   * Writes Dragonfly's half. A half of the customer's that an earlier peering left behind is in the way, but does not
   * make the connection fail: Dragonfly tries again when it is gone.
   */
  #write({ id, requester, accepter }: Peering): string | undefined {
    const { world } = this.#arm;
    const vnet = world.virtualNetworks.get(vendorVnetId(requester));
    if (!vnet) return 'the network has no VNet';
    const remoteVnetId = customerVnetId(accepter);
    const stale = peeringWith(vnet, remoteVnetId);
    if (stale?.state === 'Disconnected') removePeering(this.#arm, vnet, stale);
    const flags = { ...OPEN_FLAGS, useRemoteGateways: accepter.azure?.use_remote_gateways ?? false };
    const wish = { name: nameOf(id), remoteVnetId, flags, sync: true };
    const refusal = refusalOf(this.#arm, vnet, wish);
    if (refusal?.code === 'RemotePeeringIsDisconnected') return undefined;
    if (refusal) return `${refusal.code}: ${refusal.message}`;
    writePeering(this.#arm, vnet, wish).provisioningState = 'Succeeded';
    return undefined;
  }

  /** Looks after every peering whenever a half of one has changed. */
  #look(): void {
    for (const peering of this.#mine.values()) this.#notice(peering);
  }

  #notice(peering: Peering): void {
    if (peering.state === 'deleted' || peering.state === 'failed') return;
    const vnetId = vendorVnetId(peering.requester);
    const remoteVnetId = customerVnetId(peering.accepter);
    const half = counterpart(this.#arm.world, remoteVnetId, vnetId)?.peering;
    if (!half) {
      this.#write(peering);
      return;
    }
    if (half.state === 'Disconnected') this.#peerings.delete(peering.id, 'accepter');
    const other = counterpart(this.#arm.world, vnetId, remoteVnetId)?.peering;
    const isUp = half.state === 'Connected' && other?.provisioningState === 'Succeeded';
    if (isUp && this.#peerings.has(peering.id)) this.#peerings.accept(peering.id);
  }
}
