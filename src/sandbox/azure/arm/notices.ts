/** Called with the ids of the two virtual networks of a peering: that of the half that changed comes first. */
export type PeeringListener = (vnetId: string, remoteVnetId: string) => void;

/** Tells who wants to know that something changed in Azure, whoever changed it. */
export class Notices {
  readonly #listeners: PeeringListener[] = [];

  /** Calls `listener` whenever a half of a peering was written or removed. */
  onPeeringChange(listener: PeeringListener): void {
    this.#listeners.push(listener);
  }

  /** A half of a peering was written or removed. */
  peeringChanged(vnetId: string, remoteVnetId: string): void {
    for (const listener of this.#listeners) listener(vnetId, remoteVnetId);
  }
}
