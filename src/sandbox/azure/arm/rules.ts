/** How ARM carries out what takes time, how it refuses, and how it lists. Each call of `operations` sets all of it. */
export interface ArmOperations {
  /** How long a write takes; 0: it is over before anyone can ask. Milliseconds on the sandbox's clock. @default 20 */
  readonly ms?: number;
  /** What `Retry-After` says, in whole seconds; Azure says 10. @default 0 */
  readonly retryAfterSeconds?: number;
  /** The status of AnotherOperationInProgress: older resource providers answer 409, without Retry-After. @default 429 */
  readonly conflictStatus?: 409 | 429;
  /** True: what the network provider refuses about a peering is accepted first, and the operation fails. @default false */
  readonly failLate?: boolean;
  /** How many entries a page of a list has; 0: all are on one page. @default 0 */
  readonly pageSize?: number;
}

/** How much there may be. */
export interface ArmLimits {
  /** Peerings of one virtual network. @default 500 */
  readonly peeringsPerVnet: number;
  /** Rules of one network security group, without the default ones. @default 1000 */
  readonly rulesPerSecurityGroup: number;
  /** Routes of one route table. @default 400 */
  readonly routesPerTable: number;
  /** Role assignments of one subscription. @default 4000 */
  readonly roleAssignments: number;
  /** Custom roles of one directory. @default 5000 */
  readonly roleDefinitions: number;
}

/** What holds until `sandbox.azure.limits` says otherwise. Source: the documented limits of Azure subscriptions. */
export const DEFAULT_ARM_LIMITS: ArmLimits = {
  peeringsPerVnet: 500,
  rulesPerSecurityGroup: 1000,
  routesPerTable: 400,
  roleAssignments: 4000,
  roleDefinitions: 5000,
};

/** What holds until `sandbox.azure.operations` says otherwise. */
export const DEFAULT_ARM_OPERATIONS: Required<ArmOperations> = {
  ms: 20,
  retryAfterSeconds: 0,
  conflictStatus: 429,
  failLate: false,
  pageSize: 0,
};

/** The rules in force. */
export class ArmRules {
  #operations: Required<ArmOperations> = DEFAULT_ARM_OPERATIONS;
  readonly #limits = new Map<string, ArmLimits>();

  /** How operations go. */
  get operations(): Required<ArmOperations> {
    return this.#operations;
  }

  /** Sets all of it anew. */
  setOperations(given: ArmOperations): void {
    this.#operations = { ...DEFAULT_ARM_OPERATIONS, ...given };
  }

  /** The limits of a subscription. */
  limitsOf(subscriptionId: string): ArmLimits {
    return this.#limits.get(subscriptionId.toLowerCase()) ?? DEFAULT_ARM_LIMITS;
  }

  /** What is not named stays as it was. */
  changeLimits(subscriptionId: string, limits: Partial<ArmLimits>): void {
    this.#limits.set(subscriptionId.toLowerCase(), { ...this.limitsOf(subscriptionId), ...limits });
  }
}
