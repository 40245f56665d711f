import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { gcpAuthLibraryMissing } from '../../errors/messages.js';

/** Google's library for credentials. */
export type AuthLibrary = typeof import('google-auth-library');

/** Loads the library on the first use. @throws InvalidInputError when it is not installed. */
export async function loadAuthLibrary(
  importIt: () => Promise<AuthLibrary> = () => import('google-auth-library'),
): Promise<AuthLibrary> {
  try {
    return await importIt();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new InvalidInputError(gcpAuthLibraryMissing(), {}, error);
  }
}

/** True when the package itself is what is missing, and not something that it needs. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const codes: unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
  return codes.includes(error.code) && error.message.includes("'google-auth-library'");
}
