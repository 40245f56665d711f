/** How far behind the double's answers are: Azure is eventually consistent. Each call of `consistency` sets all of it. */
export interface AzureConsistency {
  /** How long Graph does not find a new application or service principal by its id, and what builds on it fails. Milliseconds on the sandbox's clock, as all of these. @default 0 */
  readonly graphMs?: number;
  /** By how many requests it is not found so. @default 0 */
  readonly graphCalls?: number;
  /** The same for lists, which lag longer. @default graphMs */
  readonly graphListMs?: number;
  /** By how many lists it is not found. @default graphCalls */
  readonly graphListCalls?: number;
  /** How long Entra does not know a new application or service principal (AADSTS700016, AADSTS7000229). @default 0 */
  readonly tokenMs?: number;
  /** By how many token requests it is not known. @default 0 */
  readonly tokenCalls?: number;
  /** How long a new client secret is refused (AADSTS7000215). @default 0 */
  readonly secretMs?: number;
  /** How often it is refused. @default 0 */
  readonly secretCalls?: number;
  /** How long ARM answers PrincipalNotFound for a new service principal. @default 0 */
  readonly principalMs?: number;
  /** How often it does so. @default 0 */
  readonly principalCalls?: number;
  /** How long a new role assignment has no effect. @default 0 */
  readonly roleEffectMs?: number;
  /** By how many requests that need it a new role assignment is not seen. @default 0 */
  readonly roleEffectCalls?: number;
  /** How long ARM answers RoleDefinitionDoesNotExist to whoever assigns a new role. @default 0 */
  readonly roleDefinitionMs?: number;
  /** How often it does so. @default 0 */
  readonly roleDefinitionCalls?: number;
  /** How long lists of role definitions and assignments do not show a new one. @default 0 */
  readonly roleListMs?: number;
  /** How many lists do not show it. @default 0 */
  readonly roleListCalls?: number;
  /** How long after the connection was created the vendor adds the customer's application to its directory. @default 0 */
  readonly vendorServicePrincipalMs?: number;
  /** By how many questions of a client a device code has not been entered yet. @default 0 */
  readonly deviceCodeCalls?: number;
  /** Every so many requests to Graph and ARM, one is answered 429 with a Retry-After of a second; 0: none. @default 0 */
  readonly throttleEvery?: number;
}

/** The knobs by name, for checks at the door. */
export const AZURE_KNOBS: readonly (keyof AzureConsistency)[] = [
  'graphMs',
  'graphCalls',
  'graphListMs',
  'graphListCalls',
  'tokenMs',
  'tokenCalls',
  'secretMs',
  'secretCalls',
  'principalMs',
  'principalCalls',
  'roleEffectMs',
  'roleEffectCalls',
  'roleDefinitionMs',
  'roleDefinitionCalls',
  'roleListMs',
  'roleListCalls',
  'vendorServicePrincipalMs',
  'deviceCodeCalls',
  'throttleEvery',
];

/** The ways in which a change can be late. */
export type Lag =
  | 'graph'
  | 'graphList'
  | 'token'
  | 'secret'
  | 'principal'
  | 'roleEffect'
  | 'roleDefinition'
  | 'roleList';

interface Fresh {
  readonly sinceMs: number;
  readonly hiddenMs: number;
  readonly calls: Map<Lag, number>;
}

/** Remembers what changed lately, and what a request does not see of it yet. */
export class Consistency {
  readonly #now: () => number;
  readonly #fresh = new Map<string, Fresh>();
  #knobs: AzureConsistency = {};
  #requests = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Replaces all knobs; what exists by then is seen at once. */
  configure(knobs: AzureConsistency): void {
    this.#knobs = knobs;
    this.#fresh.clear();
    this.#requests = 0;
  }

  /** The knobs as they were set. */
  get knobs(): AzureConsistency {
    return this.#knobs;
  }

  /** An object came to be, or changed so that its news must spread. `hiddenMs` is what a fault adds. */
  changed(id: string, hiddenMs = 0): void {
    this.#fresh.set(id, { sinceMs: this.#now(), hiddenMs, calls: new Map() });
  }

  /** True while the news of an object has not come through there; each question counts as one call. */
  lags(lag: Lag, id: string): boolean {
    const fresh = this.#fresh.get(id);
    if (!fresh) return false;
    if (this.#now() < fresh.sinceMs + Math.max(this.#ms(lag), fresh.hiddenMs)) return true;
    const asked = fresh.calls.get(lag) ?? 0;
    if (asked >= this.#calls(lag)) return false;
    fresh.calls.set(lag, asked + 1);
    return true;
  }

  /** Counts a request; true when this is one that is throttled. */
  throttles(): boolean {
    this.#requests += 1;
    const every = this.#knobs.throttleEvery ?? 0;
    return every > 0 && this.#requests % every === 0;
  }

  #ms(lag: Lag): number {
    const own = this.#knobs[`${lag}Ms`];
    return own ?? (lag === 'graphList' ? this.#ms('graph') : 0);
  }

  #calls(lag: Lag): number {
    const own = this.#knobs[`${lag}Calls`];
    return own ?? (lag === 'graphList' ? this.#calls('graph') : 0);
  }
}
