import type { VerifyRun } from '../run.js';

/**
 * One layer of the way. A probe does its checks through `run.check`, and adds what it found to `run.facts`; it never
 * throws because of what the endpoint does, only when the caller's signal fires.
 */
export type Probe = (run: VerifyRun) => Promise<void>;
