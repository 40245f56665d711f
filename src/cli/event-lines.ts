import type { ClientEvent, PeeringEvent, StepEvent } from '../index.js';
import type { VerifyEvent } from '../verify/index.js';
import type { Progress } from './progress.js';

/** Everything that the library tells while it works. */
export type LibraryEvent = ClientEvent | PeeringEvent | VerifyEvent;

/** Shows an event as progress. What a person need not know moves nothing. */
export function showEvent(event: LibraryEvent, progress: Progress): void {
  switch (event.type) {
    case 'status':
      progress.step(`${event.resource} ${event.id} is ${event.status}${detail(event.statusDetail)}`);
      return;
    case 'your-move':
      progress.mark('your-move', `Your move. ${event.fix}`);
      progress.step(`${event.resource} ${event.id} is ${event.status}, waiting for you`);
      return;
    case 'unknown-status':
      progress.mark(
        'warning',
        `${event.resource} ${event.id} is "${event.status}", a new word; still waiting`,
      );
      return;
    case 'poll-failed':
      progress.mark('warning', `${event.message} Still waiting.`);
      return;
    case 'retry':
      progress.mark(
        'warning',
        `${event.method} ${event.path} failed (${event.because}); attempt ${event.attempt} in ${seconds(event.delayMs)}`,
      );
      return;
    case 'warning':
      progress.mark('warning', event.message);
      return;
    case 'finding':
      progress.mark(event.finding.severity === 'info' ? 'note' : 'warning', event.finding.summary);
      return;
    case 'step':
      showStep(event, progress);
      return;
    case 'check-started':
      // The report says it all afterwards: only a person who waits wants to see where it is.
      if (progress.live) progress.step(`checking ${event.id}`);
      return;
    default:
      showEnsure(event, progress);
  }
}

function showStep({ state, title, evidence = '' }: StepEvent, progress: Progress): void {
  switch (state) {
    case 'checking':
      if (progress.live) progress.step(title);
      return;
    case 'applying':
    case 'removing':
      progress.step(`${title}: ${evidence}`);
      return;
    case 'waiting':
      progress.step(`${title}: waiting, ${evidence}`);
      return;
    case 'retrying':
      progress.mark('warning', `${title}: once more, ${evidence}`);
      return;
    case 'conflict':
      progress.mark('failure', `${title}: ${evidence}`);
      return;
    case 'left':
      progress.mark('note', `${title}: left, ${evidence}`);
      return;
    case 'done':
    case 'removed':
      progress.mark('done', evidence === '' ? title : `${title}: ${evidence}`);
  }
}

function showEnsure(event: LibraryEvent, progress: Progress): void {
  switch (event.type) {
    case 'adopted':
      progress.mark(
        'note',
        `connection ${event.connection.id} (${event.connection.status}) is there already`,
      );
      return;
    case 'created':
      progress.mark('done', `connection ${event.connection.id} created`);
      return;
    case 'terminal-found':
      progress.mark(
        'warning',
        `connection ${event.connection.id} is ${event.connection.status}${event.replacing ? ', deleting it' : ''}`,
      );
      return;
    case 'answer-lost':
      progress.mark('warning', `No answer to the creation (${event.code}): looking whether it took effect`);
      return;
    case 'race-won':
      progress.mark(
        'warning',
        `Another process created ${event.duplicate.id} at the same time; ${event.kept.id} is used, and that one is left alone.`,
      );
      return;
    case 'race-lost':
      progress.mark(
        'warning',
        `Another process created ${event.kept.id} at the same time, which is used. ${event.duplicate.id} is left alone: on AWS both can share one peering.`,
      );
      return;
  }
}

function detail(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

/** Milliseconds as a person reads them. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
