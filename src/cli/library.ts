/*
 * The only door from the command line to the library. The built program loads the built entries beside it, on first
 * use, so that `--help` costs none of them.
 */

/** The client and its errors. */
export const loadClient = () => import('../index.js');

/** The customer's side on AWS. */
export const loadAws = () => import('../aws/index.js');

/** The verifier. */
export const loadVerifier = () => import('../verify/index.js');

/** The vendor's double. */
export const loadSandbox = () => import('../sandbox/index.js');
