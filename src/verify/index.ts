/*
 * dfcloud/verify: can this endpoint be reached from here, and if not, why and what to do? Needs no API key.
 *
 * Not here: the probes and their helpers, and everything about the control plane, which the client in `dfcloud` joins in.
 */

// Verify one endpoint, or many.

export type { VerifyOptions } from './options.js';
export { type ProbeOptions, type ProbeResult, type ProbeTarget, probe } from './probe-many.js';
export { type Percentiles, type ProbeSummary, summarizeProbes } from './summarize.js';
export { verify } from './verify.js';

// What comes out.

export { CAUSE_CODES, type CauseCode } from './cause-codes.js';
export type {
  Check,
  CheckStatus,
  Evidence,
  EvidenceValue,
  Finding,
  Fix,
  Layer,
  Owner,
  Severity,
  Verdict,
  VerifyEvent,
  VerifyReport,
} from './types.js';

// Show a report.

export { renderConnectionText } from './report/connection-text.js';
export { renderJson } from './report/json.js';
export { renderJunit } from './report/junit.js';
export { type RenderTextOptions, renderText } from './report/text.js';

// Read what a user typed.

export { type Endpoint, formatHostPort, parseEndpoint } from './endpoint.js';

// What a client's `verify` joins in: the configuration of the customer's cloud.

export type { ConnectionReport } from './join-reports.js';
export type { ExposureOpening, ExposureReport } from './judge-exposure.js';
export type { PathPiece, PathReport } from './judge-paths.js';

// The errors that are thrown here.

export { AbortedError } from '../errors/aborted-error.js';
export { DfCloudError, type ErrorText, isDfCloudError } from '../errors/base.js';
export { InvalidInputError } from '../errors/invalid-input-error.js';
export type { RequestDetails, Sent } from '../errors/request-details.js';
