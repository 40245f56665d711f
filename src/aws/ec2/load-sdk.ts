import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { sdkMissing } from '../../errors/messages.js';

/** The AWS SDK's EC2 package. */
export type Sdk = typeof import('@aws-sdk/client-ec2');

/** Loads the EC2 package, which is large, on the first use. @throws InvalidInputError when it is not installed. */
export function loadSdk(): Promise<Sdk> {
  return load('@aws-sdk/client-ec2', () => import('@aws-sdk/client-ec2'));
}

/** The same for the package that reads profiles and takes roles on. */
export function loadProviders(): Promise<typeof import('@aws-sdk/credential-providers')> {
  return load('@aws-sdk/credential-providers', () => import('@aws-sdk/credential-providers'));
}

/** Runs an import; when the package itself is what is missing, says how to install it. */
export async function load<T>(name: string, importIt: () => Promise<T>): Promise<T> {
  try {
    return await importIt();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new InvalidInputError(sdkMissing(name), {}, error);
  }
}

function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const codes: unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
  return codes.includes(error.code) && error.message.includes(`'${name}'`);
}
