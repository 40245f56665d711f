import { CloudRefusedError } from '../../../errors/cloud-refused-error.js';
import { temporaryPasswordLeft } from '../../../errors/messages.js';
import { NetworkError } from '../../../errors/network-error.js';
import { withDeadline } from '../../../internal/abort.js';
import type { Clock } from '../../../internal/clock.js';
import type { StepContext } from '../../../peering/step.js';
import type { CallContext } from '../../arm/arm.js';
import type { Graph } from '../../graph/graph.js';
import type { Application, PasswordCredential } from '../../graph/model.js';
import type { ApplicationObjectId } from '../../ids.js';
import { isNotAllowed, isRefusal } from '../../rest/refusal.js';
import { waitOut } from './wait-out.js';

/**
 * How long a secret lives if nobody removes it: long enough for the slowest peering (the vendor's tenant learns of the
 * application within minutes), and no longer.
 */
export const SECRET_LIFETIME_MS = 20 * 60_000;
/** How long the removal may take. It is not cancelled with the run. */
const REMOVAL_MS = 45_000;
/** How often a secret is looked for whose making was not answered: what Graph lists lags behind. */
const LOOKS = 4;
const LOOK_EVERY_MS = 2_000;

/** Where the secrets of a run are, and how they are known again. */
export interface SecretPlace {
  readonly graph: Graph;
  readonly applicationId: ApplicationObjectId;
  /** The display name of every secret that is made for this network and virtual network, and of no other. */
  readonly label: string;
}

/**
 * Makes a secret of the application, hands it to `work`, and removes it whatever becomes of that: also when the run is
 * cancelled, and when the answer that held the secret was lost. `onLeft` hears of a removal that failed after the work
 * had failed already, whose error is the one that is thrown.
 *
 * @throws CloudRefusedError @throws NetworkError also when the secret could not be removed.
 */
export async function withTemporarySecret<T>(
  place: SecretPlace,
  context: StepContext,
  onLeft: (evidence: string) => void,
  work: (secret: string) => Promise<T>,
): Promise<T> {
  const endsAt = new Date(Date.now() + SECRET_LIFETIME_MS);
  const made: Made = { keyId: undefined, lost: false };
  const remove = () => removeMade(place, made, context.clock);
  let result: T;
  try {
    result = await work(await make(place, endsAt, made, context));
  } catch (error) {
    await remove().catch((left: unknown) => onLeft(asLeft(left, place, endsAt).message));
    throw error;
  }
  await remove().catch((left: unknown) => {
    throw asLeft(left, place, endsAt);
  });
  return result;
}

/** The secrets of an application that were made for this and are still there. */
export function leftSecrets(
  application: Application | undefined,
  { label }: Pick<SecretPlace, 'label'>,
): PasswordCredential[] {
  return application?.passwords.filter(({ displayName }) => displayName === label) ?? [];
}

/** Removes all of them, and says how many there were. */
export async function removeLeftSecrets(place: SecretPlace, context: CallContext): Promise<number> {
  const left = await readLeft(place, context);
  for (const { keyId } of left) await removeOne(place, keyId, context);
  return left.length;
}

async function readLeft(place: SecretPlace, context: CallContext): Promise<PasswordCredential[]> {
  const { graph, applicationId } = place;
  return leftSecrets(await graph.applicationById(applicationId, context), place);
}

async function removeOne(place: SecretPlace, keyId: string, context: CallContext): Promise<void> {
  try {
    await place.graph.removePassword(place.applicationId, keyId, context);
  } catch (error) {
    // Graph calls the request bad when there is no such secret, as after a first answer that was lost.
    if (!isRefusal(error, 'Request_BadRequest')) throw error;
    const left = await readLeft(place, context);
    if (left.some((one) => one.keyId === keyId)) throw error;
  }
}

/** What is known of the secret: its id, or that one may exist whose id never came. */
interface Made {
  keyId: string | undefined;
  lost: boolean;
}

async function make(
  { graph, applicationId, label }: SecretPlace,
  endsAt: Date,
  made: Made,
  context: StepContext,
): Promise<string> {
  try {
    const { keyId, secretText } = await graph.addPassword(
      applicationId,
      { displayName: label, endsAt },
      context,
    );
    made.keyId = keyId;
    return secretText;
  } catch (error) {
    made.lost = !(error instanceof CloudRefusedError);
    throw error;
  }
}

/** Runs with a signal of its own: a run that is cancelled must not leave its secret behind. */
function removeMade(place: SecretPlace, made: Made, clock: Clock): Promise<void> {
  return withDeadline(REMOVAL_MS, undefined, async (signal) => {
    const context = { signal, clock };
    const { keyId } = made;
    if (keyId !== undefined) {
      await insisting(context, () => removeOne(place, keyId, context));
    }
    // A request that was repeated on the way has made a second one.
    let removed = await insisting(context, () => removeLeftSecrets(place, context));
    for (let look = 1; made.lost && removed === 0 && look < LOOKS; look += 1) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      removed = await insisting(context, () => removeLeftSecrets(place, context));
    }
  });
}

/** Any failure but a refusal of the permission may pass, and nothing is more important now. */
function insisting<T>(context: Pick<StepContext, 'signal' | 'clock'>, work: () => Promise<T>): Promise<T> {
  const passing = { why: 'the removal failed', forMs: REMOVAL_MS / 2, everyMs: 4_000 };
  return waitOut(
    context,
    (error) => (context.signal?.aborted || isNotAllowed(error) ? undefined : passing),
    () => undefined,
    work,
  );
}

/** The failed removal, in words that say until when the secret works and how to be rid of it. */
function asLeft(error: unknown, { applicationId, label }: SecretPlace, endsAt: Date): Error {
  const text = temporaryPasswordLeft(applicationId, label, endsAt);
  if (error instanceof CloudRefusedError) return new CloudRefusedError(text, error.call, error);
  return new NetworkError(text, undefined, error);
}
