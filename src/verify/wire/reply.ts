import type { Evidence } from '../types.js';
import type { Answer } from './answer.js';
import { RespError, RespMap, type RespValue } from './resp-value.js';

/** True for PONG: the store is there and serves. */
export function isPong(answer: Answer | undefined): boolean {
  return (
    answer?.kind === 'reply' && typeof answer.value === 'string' && answer.value.toUpperCase() === 'PONG'
  );
}

/** The error reply in an answer, where it is one. */
export function errorReply(answer: Answer | undefined): RespError | undefined {
  return answer?.kind === 'reply' && answer.value instanceof RespError ? answer.value : undefined;
}

/** True when a Redis server answered PING, be it with an error: the way to it is proven. */
export function isServed(answer: Answer | undefined): boolean {
  return isPong(answer) || errorReply(answer) !== undefined;
}

/** A reply as one line of text, cut at 100 characters. */
export function replyText(value: RespValue): string {
  if (value instanceof RespError) return cut(value.text);
  if (value instanceof RespMap) return `a map of ${value.entries.length} entries`;
  if (Array.isArray(value)) return `a list of ${value.length} entries`;
  return cut(String(value));
}

/** An answer in a few words, and as evidence. */
export function describeAnswer(answer: Answer): { readonly summary: string; readonly evidence: Evidence } {
  switch (answer.kind) {
    case 'reply': {
      const reply = replyText(answer.value);
      return { summary: reply, evidence: { reply } };
    }
    case 'http':
      return { summary: `an HTTP server: ${answer.preview}`, evidence: { preview: answer.preview } };
    case 'not-resp':
      return { summary: `not RESP: ${answer.preview}`, evidence: { preview: answer.preview } };
    case 'tls-wanted':
      return { summary: 'the other side wants TLS', evidence: { tls: true } };
    case 'reset':
      return { summary: `cut off (${answer.errno})`, evidence: { errno: answer.errno } };
    case 'tls-error':
      return {
        summary: `TLS error: ${answer.reason}`,
        evidence: { errno: answer.errno, reason: answer.reason },
      };
    case 'closed':
      return { summary: 'closed without a reply', evidence: { receivedBytes: answer.receivedBytes } };
    case 'silent':
      return { summary: 'no reply', evidence: { receivedBytes: answer.receivedBytes } };
  }
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
