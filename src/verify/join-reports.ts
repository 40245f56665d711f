import type { ExposureReport } from './judge-exposure.js';
import type { PathJudgement, PathReport } from './judge-paths.js';
import type { Finding, Verdict, VerifyReport } from './types.js';

/** What is known about a connection: packets from this host, joined with the configuration of the customer's cloud. */
export interface ConnectionReport extends VerifyReport {
  /** What the configuration lets each subnet do; empty where no acceptor was given. */
  readonly paths: readonly PathReport[];
  /** What the Dragonfly network can open connections to in each subnet; empty where no acceptor was given. */
  readonly exposure: readonly ExposureReport[];
  /** What could not be read in the customer's cloud, and the permission that was missing. */
  readonly gaps: readonly { readonly what: string; readonly permission?: string }[];
  /** The source that the packets are known to have started from; null when this host proves none. */
  readonly vantage: string | null;
}

/**
 * Joins the two. A subnet that the configuration blocks makes the connection unreachable whatever the packets of this
 * host did; packets that failed say something about a subnet only when they started there (`vantage`).
 */
export function joinReports(
  packets: VerifyReport,
  judgement: PathJudgement,
  gaps: ConnectionReport['gaps'],
  vantage: string | null,
  exposure: ConnectionReport['exposure'] = [],
): ConnectionReport {
  const { paths } = judgement;
  const verdict = joinVerdicts(packets.verdict, paths, vantage);
  const findings = joinFindings(packets, judgement, vantage);
  return { ...packets, verdict, findings, paths, exposure, gaps, vantage };
}

function joinVerdicts(packets: Verdict, paths: readonly PathReport[], vantage: string | null): Verdict {
  const outcomes = new Set(paths.map(({ outcome }) => outcome));
  if (outcomes.has('blocked') || outcomes.has('mixed')) return 'unreachable';
  if (paths.length === 0 || packets === 'reachable') return outcomes.has('unknown') ? 'unknown' : packets;
  return vantage === null ? 'unknown' : packets;
}

/**
 * What the configuration says comes first: it names the object to repair. What packets from somewhere outside the
 * subnets say about the way is only a hint then.
 */
function joinFindings(
  packets: VerifyReport,
  { paths, findings }: PathJudgement,
  vantage: string | null,
): Finding[] {
  const elsewhere = paths.length > 0 && vantage === null;
  const seen = elsewhere ? packets.findings.map(asHint) : packets.findings;
  return [...findings, ...seen];
}

function asHint(finding: Finding): Finding {
  const aboutTheWay = finding.layer === 'tcp' || finding.layer === 'route';
  if (!aboutTheWay || finding.severity !== 'error') return finding;
  const text = `This was seen from this host, which is not known to be in one of the subnets (--vantage says which). ${finding.fix.text}`;
  return { ...finding, severity: 'warning', fix: { ...finding.fix, text } };
}
