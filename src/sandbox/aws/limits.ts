/** How much an account may have, per region. The numbers are the documented defaults of VPC. */
export interface AwsLimits {
  /** VPCs. @default 5 */
  readonly vpcs: number;
  /** IPv4 blocks of one VPC. @default 5 */
  readonly cidrsPerVpc: number;
  /** Subnets of one VPC. @default 200 */
  readonly subnetsPerVpc: number;
  /** Route tables of one VPC. @default 200 */
  readonly routeTablesPerVpc: number;
  /** Routes of one table that were not propagated; IPv4 and IPv6 are counted apart, a prefix list by its MaxEntries. @default 500 */
  readonly routesPerTable: number;
  /** Rules of one group and direction; IPv4 and IPv6 are counted apart, a prefix list by its MaxEntries. @default 60 */
  readonly rulesPerSecurityGroup: number;
  /** Groups of one region. @default 2500 */
  readonly securityGroups: number;
  /** Groups of one network interface. @default 5 */
  readonly groupsPerInterface: number;
  /** Entries of one network ACL, direction and family. @default 20 */
  readonly entriesPerNetworkAcl: number;
  /** Network ACLs of one VPC. @default 200 */
  readonly networkAclsPerVpc: number;
  /** Active peering connections of one VPC. @default 50 */
  readonly peeringsPerVpc: number;
  /** Requests of one account that wait for acceptance. @default 25 */
  readonly pendingPeerings: number;
}

/** What holds until `sandbox.aws.limits` says otherwise. */
export const DEFAULT_LIMITS: AwsLimits = {
  vpcs: 5,
  cidrsPerVpc: 5,
  subnetsPerVpc: 200,
  routeTablesPerVpc: 200,
  routesPerTable: 500,
  rulesPerSecurityGroup: 60,
  securityGroups: 2500,
  groupsPerInterface: 5,
  entriesPerNetworkAcl: 20,
  networkAclsPerVpc: 200,
  peeringsPerVpc: 50,
  pendingPeerings: 25,
};

/** The limits of each account. */
export class Limits {
  readonly #byAccount = new Map<string, AwsLimits>();

  of(accountId: string): AwsLimits {
    return this.#byAccount.get(accountId) ?? DEFAULT_LIMITS;
  }

  change(accountId: string, limits: Partial<AwsLimits>): void {
    this.#byAccount.set(accountId, { ...this.of(accountId), ...limits });
  }
}
