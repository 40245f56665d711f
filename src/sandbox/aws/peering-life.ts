import type { Scheduler } from '../clock.js';
import type { Accounts } from './auth/accounts.js';
import type { AwsIds } from './aws-ids.js';
import type { Consistency } from './consistency.js';
import type { AwsWorld } from './state/aws-world.js';
import { KINDS } from './state/kinds.js';
import type { PeeringParty, PeeringStatus, VpcPeeringConnection } from './state/peering-record.js';

/** How long a peering connection stays in the states that pass by themselves. Milliseconds on the sandbox's clock. */
export interface PeeringTimings {
  /** From `initiating-request` to `pending-acceptance` or `failed`. */
  readonly peeringRequestMs: number;
  /** From `provisioning` to `active`, and across regions from `deleting` to `deleted`. */
  readonly peeringProvisioningMs: number;
}

/** Which side ended a peering. */
export type PeeringSideName = 'requester' | 'accepter';

/** What a request of two sides is made of. */
export type RequestedParty = Pick<PeeringParty, 'ownerId' | 'vpcId' | 'region'>;

/** A request expires after 168 hours, which cannot be changed (VPC Peering Guide). */
const EXPIRES_AFTER_MS = 7 * 24 * 3_600_000;
const FAILED = 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range';
const ENDED: readonly PeeringStatus[] = ['deleted', 'rejected', 'failed', 'expired'];

/** The states that a peering connection goes through, from whatever side it is moved. */
export class PeeringLife {
  readonly #world: AwsWorld;
  readonly #clock: Scheduler;
  readonly #ids: AwsIds;
  readonly #accounts: Accounts;
  readonly #consistency: Consistency;
  readonly #timings: PeeringTimings;
  readonly #listeners: ((pcx: VpcPeeringConnection) => void)[] = [];

  constructor(parts: {
    world: AwsWorld;
    clock: Scheduler;
    ids: AwsIds;
    accounts: Accounts;
    consistency: Consistency;
    timings: PeeringTimings;
  }) {
    this.#world = parts.world;
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#accounts = parts.accounts;
    this.#consistency = parts.consistency;
    this.#timings = parts.timings;
  }

  /** Calls `listener` when a connection became active, or ended. */
  onChange(listener: (pcx: VpcPeeringConnection) => void): void {
    this.#listeners.push(listener);
  }

  /** A new request, in `initiating-request`; it becomes pending, or fails, a little later. `id` is Dragonfly's choice. */
  request(requester: RequestedParty, accepter: RequestedParty, id?: string): VpcPeeringConnection {
    const nowMs = this.#clock.now();
    const pcx: VpcPeeringConnection = {
      id: id ?? this.#ids.fresh(KINDS.vpcPeeringConnection),
      ownerId: requester.ownerId,
      region: requester.region,
      tags: new Map(),
      requester: { ...requester, allowDnsResolutionFromRemoteVpc: false },
      accepter: { ...accepter, allowDnsResolutionFromRemoteVpc: false },
      status: 'initiating-request',
      message: `Initiating Request to ${accepter.ownerId}`,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + EXPIRES_AFTER_MS,
      endedAtMs: undefined,
      endedBy: undefined,
      tagsBySide: new Map(),
    };
    this.#world.vpcPeeringConnections.add(pcx);
    this.#consistency.changed(pcx.id, 'created');
    this.#clock.schedule(this.#key(pcx), this.#timings.peeringRequestMs, () => this.settle(pcx));
    return pcx;
  }

  /** The request reaches the accepter, or fails. */
  settle(pcx: VpcPeeringConnection): void {
    if (pcx.status !== 'initiating-request') return;
    this.#clock.cancel(this.#key(pcx));
    if (this.#cannotConnect(pcx)) {
      this.#end(pcx, 'failed', FAILED);
      return;
    }
    this.#move(pcx, 'pending-acceptance', `Pending Acceptance by ${pcx.accepter.ownerId}`);
    this.#clock.schedule(this.#key(pcx), pcx.expiresAtMs - this.#clock.now(), () => {
      this.#end(pcx, 'expired', 'Expired');
    });
  }

  /** The accepter accepts; active a little later. */
  accept(pcx: VpcPeeringConnection): void {
    this.#move(pcx, 'provisioning', 'Provisioning');
    this.#consistency.changed(pcx.id, 'accepted');
    this.#clock.schedule(this.#key(pcx), this.#timings.peeringProvisioningMs, () => this.activate(pcx));
  }

  /** Active at once, whatever it was waiting for. */
  activate(pcx: VpcPeeringConnection): void {
    if (pcx.status === 'active' || !isLive(pcx)) return;
    this.#clock.cancel(this.#key(pcx));
    this.#move(pcx, 'active', 'Active');
    for (const listener of this.#listeners) listener(pcx);
  }

  /** The accepter rejects a request. */
  reject(pcx: VpcPeeringConnection): void {
    this.#end(pcx, 'rejected', `Rejected by ${pcx.accepter.ownerId}`, pcx.accepter.ownerId);
  }

  /** One of the sides deletes it; across regions that takes a moment. */
  delete(pcx: VpcPeeringConnection, by: PeeringSideName): void {
    const account = pcx[by].ownerId;
    const end = () => this.#end(pcx, 'deleted', `Deleted by ${account}`, account);
    if (pcx.requester.region === pcx.accepter.region) {
      end();
      return;
    }
    this.#move(pcx, 'deleting', `Deleting by ${account}`);
    this.#clock.schedule(this.#key(pcx), this.#timings.peeringProvisioningMs, end);
  }

  #end(pcx: VpcPeeringConnection, status: PeeringStatus, message: string, by?: string): void {
    if (isEnded(pcx)) return;
    this.#clock.cancel(this.#key(pcx));
    this.#move(pcx, status, message);
    pcx.endedAtMs = this.#clock.now();
    pcx.endedBy = by;
    for (const listener of this.#listeners) listener(pcx);
  }

  #move(pcx: VpcPeeringConnection, status: PeeringStatus, message: string): void {
    this.#consistency.statusLeft(pcx.id, pcx.status);
    pcx.status = status;
    pcx.message = message;
  }

  #key(pcx: VpcPeeringConnection): string {
    return `aws/${pcx.id}`;
  }

  /**
   * The accepter's VPC must exist there and share no block. An account that nobody has made use of in this sandbox is
   * taken on trust, so that Dragonfly's API can be tested without an AWS account beside it.
   */
  #cannotConnect({ requester, accepter }: VpcPeeringConnection): boolean {
    const theirs = this.#world.vpcs.get(accepter.vpcId);
    const exists = theirs?.ownerId === accepter.ownerId && theirs.region === accepter.region;
    if (!exists) return theirs !== undefined || this.#accounts.knows(accepter.ownerId);
    const ours = this.#world.vpcs.get(requester.vpcId);
    return theirs.cidrs.some(({ cidr }) => ours?.cidrs.some((other) => other.cidr.overlaps(cidr)));
  }
}

/** True when a peering connection cannot come back to life. */
export function isEnded(pcx: VpcPeeringConnection): boolean {
  return ENDED.includes(pcx.status);
}

/** True while a second request for the same pair is answered with this one. */
export function isLive(pcx: VpcPeeringConnection): boolean {
  return !isEnded(pcx) && pcx.status !== 'deleting';
}
