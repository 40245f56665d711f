import { createHash } from 'node:crypto';
import type { Scheduler } from '../../clock.js';
import type { SeededIds } from '../../random.js';
import type { Consistency } from '../consistency.js';
import type { Application, PasswordCredential } from '../state/records.js';

/** What is asked of a new secret. */
export interface NewSecret {
  readonly displayName?: string | null | undefined;
  /** ISO 8601. @default now */
  readonly startDateTime?: string | undefined;
  /** ISO 8601. @default two years later */
  readonly endDateTime?: string | undefined;
}

/** Why a secret does not open an application. */
export type SecretFault = 'wrong' | 'expired' | 'not-yet';

const TWO_YEARS_MS = 2 * 365 * 86_400_000;

/** Client secrets: made once, kept as digests, so that no answer and no snapshot can show one again. */
export class Secrets {
  readonly #ids: SeededIds;
  readonly #clock: Scheduler;
  readonly #consistency: Consistency;
  readonly #digests = new Map<string, string>();

  constructor(parts: { ids: SeededIds; clock: Scheduler; consistency: Consistency }) {
    this.#ids = parts.ids;
    this.#clock = parts.clock;
    this.#consistency = parts.consistency;
  }

  /** Adds a secret to an application. Its text is given here, and never again. */
  add(
    application: Application,
    given: NewSecret = {},
  ): { credential: PasswordCredential; secretText: string } {
    const nowMs = this.#clock.now();
    const hex = this.#ids.hex('azure/secret', 37);
    const secretText = `${hex.slice(0, 3)}8Q~${hex.slice(3)}`;
    const credential: PasswordCredential = {
      keyId: this.#ids.guid('azure/secret-key'),
      displayName: given.displayName ?? null,
      hint: secretText.slice(0, 3),
      startDateTime: given.startDateTime ?? sevenDigits(nowMs),
      endDateTime: given.endDateTime ?? sevenDigits(nowMs + TWO_YEARS_MS),
    };
    application.passwordCredentials.push(credential);
    this.#digests.set(credential.keyId, digest(secretText));
    this.#consistency.changed(credential.keyId);
    return { credential, secretText };
  }

  /** Whether a text is one of the application's secrets and can be used now; undefined: it can. */
  fault(application: Application, secretText: string): SecretFault | undefined {
    const wanted = digest(secretText);
    const credential = application.passwordCredentials.find(
      ({ keyId }) => this.#digests.get(keyId) === wanted,
    );
    if (!credential) return 'wrong';
    if (this.#clock.now() >= Date.parse(credential.endDateTime)) return 'expired';
    return this.#consistency.lags('secret', credential.keyId) ? 'not-yet' : undefined;
  }
}

/** The form in which Microsoft writes a time that it chose. */
export function sevenDigits(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '0000Z');
}

function digest(secretText: string): string {
  return createHash('sha256').update(secretText).digest('hex');
}
