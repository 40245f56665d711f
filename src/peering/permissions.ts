/** One permission that a run needs in the customer's cloud. */
export interface Permission {
  /** The cloud's own name of it: `ec2:CreateRoute`. */
  readonly action: string;
  /** When it is needed: `always`, or `when …`. */
  readonly when: string;
  /** What it is needed for. */
  readonly why: string;
}

/** What a run needs in the customer's cloud. Computed from a plan; without one, the superset. */
export interface Permissions {
  /** The cloud. */
  readonly provider: string;
  /** What is to be run. */
  readonly verb: Verb;
  /** One by one. */
  readonly permissions: readonly Permission[];
  /** The same as the cloud takes it: an IAM policy, a role. */
  readonly document: unknown;
}

/** What can be run. */
export type Verb = 'plan' | 'apply' | 'destroy' | 'verify';
