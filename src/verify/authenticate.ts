import type { AuthFact } from './facts.js';
import type { Path, VerifyRun } from './run.js';
import type { Answer } from './wire/answer.js';
import { errorReply, isPong } from './wire/reply.js';
import type { RespConnection } from './wire/resp-connection.js';

/**
 * Sends AUTH when a password was given and the connection may hear it: in clear only when TLS is off by choice, over
 * TLS only when the certificate was verified. Gives the answer to PING that counts from then on.
 */
export async function authenticate(
  run: VerifyRun,
  path: Path,
  connection: RespConnection,
  ping: Answer,
): Promise<{ readonly ping: Answer; readonly auth?: AuthFact }> {
  const { credentials, respTimeoutMs } = run.request;
  if (!credentials || !(isPong(ping) || errorReply(ping)?.code === 'NOAUTH')) return { ping };
  if (!mayHearPassword(run, path)) return { ping, auth: { kind: 'withheld' } };

  const { username, password } = credentials;
  const words = username === undefined ? ['AUTH', password] : ['AUTH', username, password];
  const answer = await connection.ask(words, run.within(respTimeoutMs));
  if (answer.kind !== 'reply') return { ping, auth: { kind: 'failed' } };

  const refusal = errorReply(answer);
  if (refusal) return { ping, auth: refused(refusal.text) };
  const again = await connection.ask(['PING'], run.within(respTimeoutMs));
  // The first reply has proved the way; a store that falls silent after AUTH does not take that back.
  return { ping: again.kind === 'reply' ? again : ping, auth: { kind: 'accepted' } };
}

function mayHearPassword(run: VerifyRun, path: Path): boolean {
  const { session } = path.facts;
  return session ? session.verified : run.request.tls === false;
}

/** Only refusals whose wording is known are quoted: "unknown command" would repeat the password. */
function refused(text: string): AuthFact {
  if (/^WRONGPASS\b|invalid (username-)?password/i.test(text)) {
    return { kind: 'wrong', reply: 'WRONGPASS invalid username-password pair or user is disabled' };
  }
  if (/without any password|no password is set/i.test(text)) {
    return { kind: 'not-needed', reply: 'ERR AUTH called without any password configured' };
  }
  return { kind: 'failed' };
}
