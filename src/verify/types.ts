import type { CauseCode } from './cause-codes.js';

/**
 * `reachable`: a RESP reply arrived on the transport that was asked for. `unreachable`: it was tried and failed.
 * `unknown`: it could not be tried or decided; the findings say what would decide it.
 */
export type Verdict = 'reachable' | 'unreachable' | 'unknown';

/** Where on the way a check looks or a cause lies. */
export type Layer = 'address' | 'peering' | 'route' | 'firewall' | 'dns' | 'tcp' | 'tls' | 'resp';

/** Who can repair a cause: the one who runs this, Dragonfly, or the cloud's operator. */
export type Owner = 'you' | 'dragonfly' | 'cloud';

/** `error` explains why it does not work, `warning` will bite someone, `info` is good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** `inconclusive`: it was tried, and neither answer was proven. `skipped`: there was a reason not to try. */
export type CheckStatus = 'pass' | 'fail' | 'inconclusive' | 'skipped';

/** Facts as plain JSON values. Never a password. */
export type Evidence = Readonly<Record<string, EvidenceValue>>;

/** One value of an `Evidence`. */
export type EvidenceValue =
  | string
  | number
  | boolean
  | null
  | readonly EvidenceValue[]
  | { readonly [key: string]: EvidenceValue };

/** What to do about a finding. */
export interface Fix {
  /** What to do, in one or more sentences; steps stand on lines of their own. */
  readonly text: string;
  /** A shell command that repairs it or shows more, where there is one. */
  readonly command?: string;
}

/** Something that was found wrong or remarkable, with its cause and what to do. */
export interface Finding {
  /** A stable identifier to switch on, for example `tcp_refused`. */
  readonly code: CauseCode;
  /** How bad it is. */
  readonly severity: Severity;
  /** Where on the way the cause lies. */
  readonly layer: Layer;
  /** Who can repair it. */
  readonly owner: Owner;
  /** What is the matter, in one sentence. */
  readonly summary: string;
  /** The facts that the finding rests on. */
  readonly evidence: Evidence;
  /** What to do next. */
  readonly fix: Fix;
}

/** One thing that was looked at, whatever came of it. */
export interface Check {
  /** Stable within a report: layer, what, and the address where there can be several: `tcp.connect:192.168.0.5`. */
  readonly id: string;
  /** Where on the way it looks. */
  readonly layer: Layer;
  /** What came of it. */
  readonly status: CheckStatus;
  /** What was seen, in one line. */
  readonly summary: string;
  /** The facts that were seen. */
  readonly evidence: Evidence;
  /** How long it took, in milliseconds with one decimal. */
  readonly ms: number;
}

/** What `verify` found out. Plain data: `JSON.stringify(report)` is the document that `dfcloud verify --json` prints. */
export interface VerifyReport {
  /** The version of this document's shape; fields are only ever added within a version. */
  readonly version: 1;
  /** Whether the endpoint can be reached from here. */
  readonly verdict: Verdict;
  /** What was verified, as `host:port`, without credentials. */
  readonly endpoint: string;
  /** The most probable root cause first; empty for a clean `reachable`. */
  readonly findings: readonly Finding[];
  /** Everything that was looked at, in the order of the layers. */
  readonly checks: readonly Check[];
  /** When it began, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** How long all of it took, in milliseconds. */
  readonly durationMs: number;
}

/** What `onEvent` is called with, in order of time. */
export type VerifyEvent =
  | { readonly type: 'verify-started'; readonly endpoint: string; readonly startedAt: string }
  | { readonly type: 'check-started'; readonly id: string; readonly layer: Layer }
  | { readonly type: 'check-finished'; readonly check: Check }
  | { readonly type: 'verify-finished'; readonly report: VerifyReport };
