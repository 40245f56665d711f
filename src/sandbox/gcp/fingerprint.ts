import { createHash } from 'node:crypto';
import { requiredField } from './wire/errors.js';
import type { Fields } from './wire/fields.js';
import { GcpError } from './wire/gcp-error.js';

/** What a change must repeat to prove that it saw the present fields: eight bytes in base64, as in `mY3t2x3BRBU=`. */
export function fingerprintOf(fields: Fields): string {
  const bytes = createHash('sha256').update(JSON.stringify(fields)).digest().subarray(0, 8);
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Refuses a change that saw older fields, or does not say what it saw. */
export function checkFingerprint(fields: Fields, seen: string | undefined): void {
  if (seen === undefined) throw requiredField('resource.fingerprint');
  if (seen !== fingerprintOf(fields)) throw new GcpError(412, 'conditionNotMet', 'Invalid fingerprint.');
}
