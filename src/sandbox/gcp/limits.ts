/** How much a project, or a network, may have. The numbers are documented defaults, which differ between real projects. */
export interface GcpLimits {
  /** Networks of a project. @default 15 */
  readonly networks: number;
  /** Peerings of a network. @default 25 */
  readonly peeringsPerNetwork: number;
  /** Subnets of a project. @default 175 */
  readonly subnetworks: number;
  /** Static routes of a project. @default 250 */
  readonly routes: number;
  /** Firewall rules of a project. @default 200 */
  readonly firewalls: number;
  /** Operations of a project that run at the same time. @default 1000 */
  readonly operations: number;
}

/** What holds until `sandbox.gcp.limits` says otherwise. */
export const DEFAULT_GCP_LIMITS: GcpLimits = {
  networks: 15,
  peeringsPerNetwork: 25,
  subnetworks: 175,
  routes: 250,
  firewalls: 200,
  operations: 1000,
};

/** The limits of each project. */
export class GcpLimitsByProject {
  readonly #byProject = new Map<string, GcpLimits>();

  of(projectId: string): GcpLimits {
    return this.#byProject.get(projectId) ?? DEFAULT_GCP_LIMITS;
  }

  change(projectId: string, limits: Partial<GcpLimits>): void {
    this.#byProject.set(projectId, { ...this.of(projectId), ...limits });
  }
}
