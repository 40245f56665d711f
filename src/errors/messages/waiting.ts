import type { ErrorText } from '../base.js';
import type { WaitDetails } from '../wait-details.js';
import { seconds, subject, tally } from './wait-words.js';

/** The resource is in a state from which the target cannot be reached. */
export function waitFailed(wait: WaitDetails): ErrorText {
  const detail = wait.statusDetail === undefined ? '' : ` (${wait.statusDetail})`;
  return {
    message: `${subject(wait)} is ${wait.lastStatus}${detail} and will not become ${wait.target}.`,
    fix: statusFix(wait),
  };
}

/** What to do about a resource in a status from which it does not recover by itself. */
export function statusFix(wait: Pick<WaitDetails, 'resource' | 'id' | 'lastStatus'>): string {
  const text = STATUS_FIXES[`${wait.resource}:${wait.lastStatus}`] ?? LOOK_AT_IT;
  return text.replaceAll('<id>', wait.id).replaceAll('<kind>', wait.resource);
}

const LOOK_AT_IT = 'Look at it: dfcloud <kind>s get <id>';

const STATUS_FIXES: Readonly<Record<string, string>> = {
  'connection:failed':
    "Check the peer's account, VPC id and region (Azure: also the application and its roles), delete this connection (dfcloud connections delete <id>), and create it anew: a connection cannot be changed.",
  'connection:irrecoverable':
    'The peering was deleted in the customer account. Delete this connection (dfcloud connections delete <id>) and create it anew.',
  'connection:deleting':
    'It is being removed. Wait for that (dfcloud connections wait <id> --for deleted), then create a new one.',
  'connection:deleted': 'It was removed. Create a new one: dfcloud connections create.',
  'network:failed':
    'Delete the network (dfcloud networks delete <id>) and create it anew; if it fails again, ask the support of Dragonfly Cloud.',
};

/** The wait's time is up. `yourMoveFix` says what the customer had to do, where that was what was missing. */
export function waitTimedOut(
  wait: WaitDetails,
  timeoutMs: number,
  yourMoveFix: string | undefined,
): ErrorText {
  const state =
    wait.lastStatus === undefined
      ? 'was never seen'
      : `is still ${wait.lastStatus}, for ${seconds(wait.inStatusMs)} now${wait.statusDetail ? ` (${wait.statusDetail})` : ''}`;
  return {
    message: `${subject(wait)} did not become ${wait.target} within ${seconds(timeoutMs)}: it ${state}. Seen: ${tally(wait)}.`,
    fix:
      yourMoveFix ??
      'Wait again, it is safe to repeat; pass a larger timeoutMs (--timeout-ms) if it is only slow.',
  };
}

/** The customer has to act first. */
export function needsYourAction(wait: WaitDetails, fix: string): ErrorText {
  return { message: `${subject(wait)} is ${wait.lastStatus}: it is your move.`, fix };
}

/** The resource is not there, and it is too late for that to be a lag. */
export function waitMissing(wait: WaitDetails, missingMs: number): ErrorText {
  const before = wait.lastStatus === undefined ? '' : ` any more; it was ${wait.lastStatus}`;
  return {
    message: `${subject(wait)} does not exist${before} (404 for ${seconds(missingMs)}).`,
    fix: `List what exists: dfcloud ${wait.resource}s list. The id may belong to another account's key.`,
  };
}

/** The caller cancelled the wait. */
export function waitAborted(wait: WaitDetails): ErrorText {
  const state = wait.lastStatus === undefined ? 'before it was seen' : `while it was ${wait.lastStatus}`;
  return {
    message: `The wait for ${wait.resource} ${wait.id} to become ${wait.target} was cancelled ${state}.`,
    fix: 'Wait again whenever you like; waiting changes nothing.',
  };
}
