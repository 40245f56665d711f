import type { ErrorText } from '../base.js';
import type { WaitDetails } from '../wait-details.js';
import { statusFix } from './waiting.js';

/** A dead connection stands where a new one is wanted. */
export function connectionDead(id: string, status: string): string {
  return statusFix({ resource: 'connection', id, lastStatus: status });
}

/** A part of the customer's side that the connection is created with does not exist. */
export function peerIncomplete(networkId: string): ErrorText {
  return {
    message: `The connection of network ${networkId} cannot be asked for yet: the cloud does not show all that it is created with.`,
    fix: 'Run the same again; if it stays so, see what the steps before say: dfcloud plan.',
  };
}

/** The acceptor is for another cloud than the network. */
export function wrongCloud(networkId: string, is: string, wanted: string): ErrorText {
  return {
    message: `Network ${networkId} is on ${is}, and the acceptor is for ${wanted}.`,
    fix: `Use the acceptor of ${is}, or a network on ${wanted} (dfcloud networks list).`,
  };
}

/** What exists contradicts a step. */
export function stepConflict(
  title: string,
  state: { readonly evidence: string; readonly fix?: string },
): ErrorText {
  return {
    message: `${title}: ${state.evidence}.`,
    fix: state.fix ?? 'Look at what is in the way, and remove it or choose otherwise.',
  };
}

/** A step's real state could not be read. */
export function stepUnread(
  title: string,
  state: { readonly evidence: string; readonly fix?: string },
): ErrorText {
  return {
    message: `${title} could not be determined: ${state.evidence}.`,
    fix: state.fix ?? 'Run it again.',
  };
}

/** Preflight found errors. */
export function preflightFailed(
  errors: readonly { readonly summary: string; readonly fix: { readonly text: string } }[],
): ErrorText {
  return {
    message: `Nothing was written: ${errors.map(({ summary }) => summary).join(' ')}`,
    fix: errors.map(({ fix }) => fix.text).join(' '),
  };
}

/** A plan no longer fits. */
export function planStale(then: string, now: string): ErrorText {
  return {
    message: `The plan is not for what is there now. Planned: ${then}. Now: ${now}.`,
    fix: 'Make a new plan, read it, and apply that.',
  };
}

/** A refusal of one item of a list: where it stands, and what is wrong with it. */
export function atPlace(place: string, text: ErrorText): ErrorText {
  return { message: `${place}: ${text.message}`, fix: text.fix };
}

/** Some endpoints are doubles on this machine, others are real. */
export function endpointsMixed(endpoints: readonly string[]): ErrorText {
  return {
    message: `These endpoints are partly on this machine and partly not: ${endpoints.join(', ')}.`,
    fix: 'Set all of them to doubles (DFCLOUD_BASE_URL and the variables of your cloud; dfcloud sandbox prints them), or none.',
  };
}

/** The connection that was named by its id joins something else than the acceptor's side. */
export function connectionOfOther(id: string, is: string, wanted: string): ErrorText {
  return {
    message: `Connection ${id} joins ${is}, and the acceptor is for ${wanted}.`,
    fix: `Pass the id of the connection to ${wanted} (dfcloud connections list), or the acceptor of the other side.`,
  };
}

/** The caller cancelled a run. */
export function flowAborted(networkId: string): ErrorText {
  return {
    message: `The run for network ${networkId} was cancelled. What was done stays done.`,
    fix: 'Run it again: it reads what is there and goes on from it.',
  };
}

/** There is no private endpoint that packets could be sent to. */
export function nothingToProbe(wait: WaitDetails): ErrorText {
  const why =
    wait.lastStatus === undefined
      ? 'has no active datastore'
      : `is ${wait.lastStatus} and has no private address`;
  return {
    message: `There is nothing to probe: ${wait.id} ${why}.`,
    fix: 'Create a datastore in the network (dfcloud datastores create --network …) and wait until it is active.',
  };
}
