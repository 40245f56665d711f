import type { Verb } from '../../peering/permissions.js';

/** A custom role, as `gcloud iam roles create <id> --project=<project> --file=<this>` takes it. */
export interface CustomRole {
  readonly title: string;
  readonly description: string;
  readonly stage: 'GA';
  /** By name, rising. */
  readonly includedPermissions: readonly string[];
}

/** The role that holds these permissions and no more. */
export function customRole(verb: Verb, permissions: readonly string[]): CustomRole {
  return {
    title: `dfcloud ${verb}`,
    description: `What dfcloud needs to ${verb} the peering of a VPC network with Dragonfly Cloud`,
    stage: 'GA',
    includedPermissions: [...new Set(permissions)].sort(),
  };
}
