import { wildcard } from './wire/wildcard.js';

/** How far behind the double's answers are: EC2 is eventually consistent. Each call of `consistency` sets all of it. */
export interface AwsConsistency {
  /** How long an object that was just created, or a peering that was just accepted, is not found. Milliseconds on the sandbox's clock. @default 0 */
  readonly notFoundMs?: number;
  /** By how many requests that ask for it such an object is not found. @default 0 */
  readonly notFoundCalls?: number;
  /** Which requests do not find it: an action, with `*` for any text (`Accept*`). The others find it at once. @default '*' */
  readonly actions?: string;
  /** What has to have happened. @default both */
  readonly after?: 'created' | 'accepted';
  /** How long DescribeVpcPeeringConnections shows the status before the last change. Milliseconds on the sandbox's clock. @default 0 */
  readonly staleStatusMs?: number;
  /** By how many calls of DescribeVpcPeeringConnections the status before the last change is shown. @default 0 */
  readonly staleStatusCalls?: number;
  /** True: a pending request does not show the requester's CIDR blocks. @default false */
  readonly hideRequesterCidr?: boolean;
  /** Every so many requests, one is answered RequestLimitExceeded; 0: none. @default 0 */
  readonly throttleEvery?: number;
}

interface Fresh {
  untilMs: number;
  callsLeft: number;
  statusUntilMs: number;
  statusCallsLeft: number;
  /** The status before the change. */
  statusBefore: string | undefined;
}

/** Remembers what changed lately, and what a request does not see of it yet. */
export class Consistency {
  readonly #now: () => number;
  readonly #fresh = new Map<string, Fresh>();
  #knobs: AwsConsistency = {};
  #requests = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  configure(knobs: AwsConsistency): void {
    this.#knobs = knobs;
    this.#fresh.clear();
    this.#requests = 0;
  }

  get hidesRequesterCidr(): boolean {
    return this.#knobs.hideRequesterCidr ?? false;
  }

  /** An object was created, or a peering accepted: it may not be found for a while. `hiddenMs` is what a fault adds. */
  changed(id: string, what: 'created' | 'accepted', hiddenMs = 0): void {
    const { notFoundMs = 0, notFoundCalls = 0, after } = this.#knobs;
    const hides = after === undefined || after === what;
    const fresh = this.#freshOf(id);
    fresh.untilMs = this.#now() + Math.max(hides ? notFoundMs : 0, hiddenMs);
    fresh.callsLeft = hides ? notFoundCalls : 0;
  }

  /** A peering left this status: it may be shown for a while yet. */
  statusLeft(id: string, before: string): void {
    const { staleStatusMs = 0, staleStatusCalls = 0 } = this.#knobs;
    const fresh = this.#freshOf(id);
    fresh.statusUntilMs = this.#now() + staleStatusMs;
    fresh.statusCallsLeft = staleStatusCalls;
    fresh.statusBefore = before;
  }

  /** What requests for this action see: each that asks for an object that is hidden counts as one call. */
  view(action: string): (id: string) => boolean {
    const concerned = wildcard(this.#knobs.actions ?? '*', { escapes: false }).test(action);
    return (id) => !concerned || this.#sees(id);
  }

  /** The status that a description shows in place of the true one. */
  statusShown(id: string, status: string): string {
    const fresh = this.#fresh.get(id);
    if (fresh?.statusBefore === undefined) return status;
    if (this.#now() < fresh.statusUntilMs) return fresh.statusBefore;
    if (fresh.statusCallsLeft === 0) return status;
    fresh.statusCallsLeft -= 1;
    return fresh.statusBefore;
  }

  /** Counts a request; true when this is one that is throttled. */
  throttles(): boolean {
    this.#requests += 1;
    const every = this.#knobs.throttleEvery ?? 0;
    return every > 0 && this.#requests % every === 0;
  }

  #freshOf(id: string): Fresh {
    const nothing = {
      untilMs: 0,
      callsLeft: 0,
      statusUntilMs: 0,
      statusCallsLeft: 0,
      statusBefore: undefined,
    };
    const fresh = this.#fresh.get(id) ?? nothing;
    this.#fresh.set(id, fresh);
    return fresh;
  }

  #sees(id: string): boolean {
    const fresh = this.#fresh.get(id);
    if (!fresh) return true;
    if (this.#now() < fresh.untilMs) return false;
    if (fresh.callsLeft === 0) return true;
    fresh.callsLeft -= 1;
    return false;
  }
}
