import type { Subscription } from './records.js';

/** All subscriptions, and which of them count as real. */
export class Subscriptions {
  readonly #byId = new Map<string, Subscription>();
  readonly #known = new Set<string>();

  /** Every subscription, oldest first. */
  all(): Subscription[] {
    return [...this.#byId.values()];
  }

  /** By id, in any case. */
  get(id: string): Subscription | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  /** The subscription of this id, made when there is none. Its directory never changes. */
  open(id: string, tenantId: string, displayName = 'Pay-As-You-Go'): Subscription {
    const existing = this.get(id);
    if (existing) return existing;
    const subscription = { id: id.toLowerCase(), tenantId: tenantId.toLowerCase(), displayName };
    this.#byId.set(subscription.id, subscription);
    return subscription;
  }

  /** From now on the subscription is part of the world: what a peering asks of it is checked. */
  know(id: string): void {
    this.#known.add(id.toLowerCase());
  }

  knows(id: string): boolean {
    return this.#known.has(id.toLowerCase());
  }
}
