import type { PathEvidence } from './causes/path-evidence.js';
import { AWS_FIXES } from './path-fixes/aws.js';
import { GCP_FIXES } from './path-fixes/gcp.js';
import type { Fix } from './types.js';

/** What can be repaired on the way, whatever the cloud. */
export type PathFault =
  | 'no_route'
  | 'route_elsewhere'
  | 'blackhole'
  | 'peering_down'
  | 'filtered'
  | 'reply_filtered'
  | 'not_carried';

/** What one cloud has to say about a fix: its own words, its own command. What is left out is the same everywhere. */
export type CloudFixes = Partial<Readonly<Record<PathFault, (e: PathEvidence) => Partial<Fix>>>>;

/** The clouds with words or commands of their own. A further one is a row here. */
const CLOUDS: Readonly<Record<string, CloudFixes>> = { aws: AWS_FIXES, gcp: GCP_FIXES };

/** The fix for a fault: the common one, with what the customer's cloud says otherwise. */
export function fixFor(fault: PathFault, e: PathEvidence, common: Fix): Fix {
  return { ...common, ...CLOUDS[e.provider]?.[fault]?.(e) };
}
