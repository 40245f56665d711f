/*
 * The only door from the command line to the library. The built program loads the built entries beside it, on first
 * use, so that `--help` costs none of them.
 */

/** The client and its errors. */
export const loadClient = () => import('../index.js');

/** The customer's side on AWS. */
export const loadAws = () => {
  // The SDK's warning about Node 20 would stand in the middle of the progress; which Node we need is ours to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return import('../aws/index.js');
};

/** The customer's side on Google Cloud. */
export const loadGcp = () => import('../gcp/index.js');

/** The customer's side on Azure. */
export const loadAzure = () => import('../azure/index.js');

/** The verifier. */
export const loadVerifier = () => import('../verify/index.js');

/** The vendor's double. */
export const loadSandbox = () => import('../sandbox/index.js');
