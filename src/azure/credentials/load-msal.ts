import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { azureLibraryMissing } from '../../errors/messages.js';
import { lazy } from '../../internal/lazy.js';

/** The library that gets tokens from Entra ID. */
export type Msal = typeof import('@azure/msal-node');

/** Loads @azure/msal-node on the first use. @throws InvalidInputError when it is not installed. */
export const loadMsal: () => Promise<Msal> = lazy(async () => {
  try {
    return await import('@azure/msal-node');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new InvalidInputError(azureLibraryMissing(), {}, error);
  }
});

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const codes: unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
  return codes.includes(error.code) && error.message.includes("'@azure/msal-node'");
}
