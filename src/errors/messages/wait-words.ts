import type { WaitDetails } from '../wait-details.js';

/** `Connection conn-1a2b`, to begin a sentence. */
export function subject(wait: WaitDetails): string {
  return `${wait.resource.charAt(0).toUpperCase()}${wait.resource.slice(1)} ${wait.id}`;
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** How often each status was seen. */
export function tally(wait: WaitDetails): string {
  const counts = Object.entries(wait.seen).map(([status, count]) => `${status} ${count}x`);
  return counts.length === 0 ? 'nothing' : counts.join(', ');
}
