import type { Socket } from 'node:net';
import { execute } from './commands.js';
import { encode, failure } from './reply.js';
import { RequestParser } from './request-parser.js';
import type { Session } from './session.js';

/** Speaks RESP on a socket until either side closes it. Errors of the socket must be handled by the caller. */
export function speakResp(socket: Socket, session: Session, dropAboveBytes = Number.POSITIVE_INFINITY): void {
  const parser = new RequestParser();
  let deaf = false;
  socket.on('data', (chunk: Buffer) => {
    if (deaf || session.quit) return;
    parser.push(chunk);
    const answered = answerAll(parser, session, dropAboveBytes);
    deaf = answered.deaf;
    if (answered.bytes.length > 0 && !socket.write(answered.bytes)) {
      // A client that does not read its replies is not read from either.
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
    if (session.quit) socket.end();
  });
}

/** The replies to all requests that are complete by now. */
function answerAll(
  parser: RequestParser,
  session: Session,
  dropAboveBytes: number,
): { readonly bytes: Buffer; readonly deaf: boolean } {
  const replies: Buffer[] = [];
  let deaf = false;
  for (let parsed = parser.next(session.authenticated); parsed.kind !== 'incomplete'; ) {
    if (parsed.kind === 'breach') {
      replies.push(encode(failure(parsed.message), session.protocol));
      session.quit = true;
      break;
    }
    const bytes = parsed.words.reduce((sum, word) => sum + word.length, 0);
    deaf = bytes > dropAboveBytes;
    // A browser that was talked into sending a request here, as the real server recognises it.
    session.quit = /^(post|host:)$/i.test(String(parsed.words[0]));
    if (deaf || session.quit) break;
    // The reply is written in the protocol that the command leaves behind: HELLO 3 answers in RESP3.
    const reply = execute(session, parsed.words);
    replies.push(encode(reply, session.protocol));
    if (session.quit) break;
    parsed = parser.next(session.authenticated);
  }
  return { bytes: Buffer.concat(replies), deaf };
}
