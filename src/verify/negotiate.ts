import type { Socket } from 'node:net';
import { systemClock } from '../internal/clock.js';
import type { TransportFact } from './facts.js';
import { linkedSignal } from './linked-signal.js';
import type { Path, VerifyRun } from './run.js';
import type { Answer } from './wire/answer.js';
import { RespConnection } from './wire/resp-connection.js';
import { type Handshake, shakeHands } from './wire/tls-handshake.js';
import { type WaitOptions, waitFor } from './wire/wait.js';

/** After this much silence the other transport is tried side by side, on a socket of its own. */
const QUIET_MS = 300;

type Attempt =
  | { readonly transport: 'plain'; readonly answer: Answer; readonly connection: RespConnection }
  | { readonly transport: 'tls'; readonly handshake: Handshake };

/**
 * Finds out, once per address, which transport an open connection speaks. The one that was asked for (auto: plain
 * text) is tried first. When it fails, or stays silent for a moment, the other one is tried too: a TLS client that meets a plain
 * store would wait until its timeout, and a plain client that meets a TLS store is reset or closed without a word.
 */
export async function negotiate(run: VerifyRun, path: Path, socket: Socket): Promise<TransportFact> {
  const { tls, respTimeoutMs } = run.request;
  const loser = linkedSignal(run.request.signal);
  const began = systemClock.now();
  const wait = () => run.within(respTimeoutMs - (systemClock.now() - began), loser.signal);
  const firstKind = tls === true ? 'tls' : 'plain';
  try {
    const first = attempt(run, firstKind, socket, wait());
    const early = await within(Math.min(QUIET_MS, respTimeoutMs / 3), loser.signal, first);
    if (early && spoke(early)) return settle(run, path, [early]);

    const second = openSecond(run, path, wait()).then((other) =>
      other ? attempt(run, firstKind === 'tls' ? 'plain' : 'tls', other, wait()) : undefined,
    );
    const attempts = await firstToSpeak(first, second);
    return settle(run, path, attempts);
  } finally {
    loser.end();
  }
}

async function attempt(
  run: VerifyRun,
  kind: 'plain' | 'tls',
  socket: Socket,
  wait: WaitOptions,
): Promise<Attempt> {
  if (kind === 'plain') {
    const connection = new RespConnection(socket);
    return { transport: 'plain', answer: await connection.ask(['PING'], wait), connection };
  }
  const { host, servername } = run.request;
  const expect = { host, servername, trust: await run.trust() };
  const handshake = await shakeHands(run.release(socket), expect, wait);
  if (handshake.kind === 'secured') run.keep(handshake.socket);
  return { transport: 'tls', handshake };
}

async function openSecond(run: VerifyRun, path: Path, wait: WaitOptions): Promise<Socket | undefined> {
  const opened = await run.host.connect(path.facts.address, run.request.port, wait);
  return opened.kind === 'open' ? run.keep(opened.socket) : undefined;
}

/** True when the attempt proves by itself what is spoken. */
function spoke(attempt: Attempt): boolean {
  if (attempt.transport === 'tls') return ['secured', 'refused'].includes(attempt.handshake.kind);
  return ['reply', 'http', 'not-resp'].includes(attempt.answer.kind);
}

/** A stranger's words count on the transport that was tried first only: a TLS proxy may answer plain text with HTTP. */
function spokeAsSecond(attempt: Attempt): boolean {
  return spoke(attempt) && (attempt.transport === 'tls' || attempt.answer.kind === 'reply');
}

/** Both attempts, or as many as there are when the first of them has proved what is spoken. */
async function firstToSpeak(
  first: Promise<Attempt>,
  second: Promise<Attempt | undefined>,
): Promise<Attempt[]> {
  return new Promise((resolve, reject) => {
    const done: Attempt[] = [];
    let open = 2;
    const take = (proves: (attempt: Attempt) => boolean) => (attempt: Attempt | undefined) => {
      open -= 1;
      if (attempt) done.push(attempt);
      if (open === 0 || (attempt && proves(attempt))) resolve([...done]);
    };
    first.then(take(spoke), reject);
    second.then(take(spokeAsSecond), reject);
  });
}

function settle(run: VerifyRun, path: Path, attempts: readonly Attempt[]): TransportFact {
  const plain = attempts.find((one) => one.transport === 'plain');
  const tls = attempts.find((one) => one.transport === 'tls');
  const { tls: asked } = run.request;
  if (plain?.answer.kind === 'reply' && asked !== true) path.connection = plain.connection;
  else plain?.connection.close();
  if (tls?.handshake.kind === 'secured' && asked !== false && !path.connection) {
    path.connection = new RespConnection(tls.handshake.socket);
    path.facts.session = tls.handshake.session;
  }
  const fact: TransportFact = {
    spoken: spokenOf(plain?.answer, tls?.handshake),
    ...(plain && { plain: plain.answer }),
    ...(tls && { tls: tls.handshake }),
  };
  path.facts.transport = fact;
  return fact;
}

function spokenOf(plain: Answer | undefined, tls: Handshake | undefined): 'plain' | 'tls' | undefined {
  if (tls?.kind === 'secured' || tls?.kind === 'refused') return 'tls';
  if (plain?.kind === 'reply' || plain?.kind === 'http' || plain?.kind === 'not-resp') return 'plain';
  return plain?.kind === 'tls-wanted' ? 'tls' : undefined;
}

/** The attempt, if it is done within `ms`; else undefined. */
function within(ms: number, signal: AbortSignal, done: Promise<Attempt>): Promise<Attempt | undefined> {
  return waitFor<Attempt | undefined>(
    { deadlineMs: ms, signal },
    () => undefined,
    (settle) => {
      done.then(settle, () => settle(undefined));
      return () => undefined;
    },
  );
}
