import type { PathSnapshot } from '../path/snapshot.js';
import type { StepMeans } from './steps/means.js';

/** Subnets, routes, groups and the peering, for the path model. */
export async function takeSnapshot({ names }: StepMeans): Promise<PathSnapshot> {
  return {
    provider: 'azure',
    local: { id: names.vnetId, cidrs: [] },
    peering: { id: '', state: 'unknown', up: 'maybe' },
    sources: [],
    remote: { id: '', cidrs: [], back: { kind: 'unknown' } },
    gaps: [],
  };
}
