import type { ErrorText } from '../base.js';

/** The caller cancelled a verification. */
export function verifyAborted(endpoint: string): ErrorText {
  return {
    message: `The verification of ${endpoint} was cancelled.`,
    fix: 'Run it again when you want its result: it changes nothing, so it is safe to repeat.',
  };
}

/** A user name or password was given as an option and, differently, in the endpoint's URL. Neither is shown. */
export function credentialsContradict(field: string): ErrorText {
  return {
    message: `${field} is given twice: as an option and, with another value, in the endpoint's URL.`,
    fix: `Leave one of the two out, for example the one in the URL.`,
  };
}
