import type { Cidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import type { Firewall, FirewallDirection, FirewallTargets, Layer4 } from '../compute/model.js';

/** The port of a datastore in a private network. */
export const DATASTORE_PORT = 6379;

/** Which traffic a question is about: TCP to the datastores' port, or from anywhere in the network to that port here. */
export interface Traffic {
  readonly direction: FirewallDirection;
  /** The addresses of the Dragonfly network. */
  readonly remote: Cidr;
  /** The VMs that it is about; empty lists: all of them. */
  readonly targets: FirewallTargets;
}

/** What the VPC firewall rules of a network say to some traffic. */
export type Verdict =
  /** These let all of it pass. */
  | { readonly kind: 'allowed'; readonly by: readonly Firewall[] }
  /** These stop at least a part of it, for at least some of the VMs. By priority, the strongest first. */
  | { readonly kind: 'denied'; readonly by: readonly Firewall[] }
  /** None of them decides all of it; what remains gets Google's implied rules: out yes, in no. */
  | { readonly kind: 'implied' };

/** Judges traffic by the rules as Google does: by priority, a deny before an allow of the same one. */
export function judge(rules: readonly Firewall[], traffic: Traffic): Verdict {
  const allows: Firewall[] = [];
  const denies: Firewall[] = [];
  let undecided = CidrSet.of([traffic.remote]);
  for (const rule of inOrder(rules.filter((one) => concerns(one, traffic)))) {
    const blocks = CidrSet.of(rangesOf(rule));
    if (undecided.isEmpty || !undecided.overlaps(blocks)) continue;
    if (rule.action === 'deny') denies.push(rule);
    // A rule for some of the VMs decides nothing for all of them.
    else if (covers(rule, traffic.targets)) {
      allows.push(rule);
      undecided = undecided.subtract(blocks);
    }
  }
  if (denies.length > 0) return { kind: 'denied', by: denies };
  return undecided.isEmpty ? { kind: 'allowed', by: allows } : { kind: 'implied' };
}

/** True when the rule lets all of the traffic pass, if it is asked. */
export function isFor(rule: Firewall, traffic: Traffic): boolean {
  const wanted = CidrSet.of([traffic.remote]);
  return (
    rule.action === 'allow' &&
    concerns(rule, traffic) &&
    CidrSet.of(rangesOf(rule)).contains(wanted) &&
    covers(rule, traffic.targets)
  );
}

function inOrder(rules: readonly Firewall[]): Firewall[] {
  return [...rules].sort(
    (a, b) => a.priority - b.priority || Number(b.action === 'deny') - Number(a.action === 'deny'),
  );
}

function concerns(rule: Firewall, { direction, remote, targets }: Traffic): boolean {
  return (
    !rule.disabled &&
    rule.direction === direction &&
    rule.layer4.some(isForPort) &&
    rangesOf(rule).some((block) => block.overlaps(remote)) &&
    mayShareVms(rule, targets)
  );
}

/** Source tags and accounts name VMs of this network, never those of a peer. */
function rangesOf({ direction, sourceRanges, destinationRanges }: Firewall): readonly Cidr[] {
  return direction === 'EGRESS' ? destinationRanges : sourceRanges;
}

function isForPort({ protocol, ports }: Layer4): boolean {
  if (protocol === 'all') return true;
  if (protocol !== 'tcp' && protocol !== '6') return false;
  return ports.length === 0 || ports.some(({ from, to }) => from <= DATASTORE_PORT && DATASTORE_PORT <= to);
}

/** True when the rule is for every VM of the targets. */
function covers(rule: FirewallTargets, targets: FirewallTargets): boolean {
  if (isForAll(rule)) return true;
  if (isForAll(targets)) return false;
  return (
    isSubset(targets.targetTags, rule.targetTags) &&
    isSubset(targets.targetServiceAccounts, rule.targetServiceAccounts)
  );
}

/** A VM has one service account, and any number of tags, so two rules with different tags may meet in one VM. */
function mayShareVms(rule: FirewallTargets, targets: FirewallTargets): boolean {
  const [some, others] = [rule.targetServiceAccounts, targets.targetServiceAccounts];
  if (some.length === 0 || others.length === 0) return true;
  return some.some((account) => others.includes(account));
}

function isForAll({ targetTags, targetServiceAccounts }: FirewallTargets): boolean {
  return targetTags.length === 0 && targetServiceAccounts.length === 0;
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}
