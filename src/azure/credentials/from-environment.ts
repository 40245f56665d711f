import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '../../errors/invalid-input-error.js';
import { azureCredentialMissing, azureFileUnreadable } from '../../errors/messages.js';
import { readEnv } from '../../internal/env.js';
import type { AzureClientAssertion, AzureClientCertificate, AzureClientSecret } from './model.js';

/**
 * The credential of the environment, in the variables of Azure's own libraries: a secret, a certificate's file, or a
 * file with a token of a workload, which is read anew each time since it is replaced now and then.
 *
 * @throws InvalidInputError when there is none.
 */
export async function credentialFromEnvironment(): Promise<
  AzureClientSecret | AzureClientCertificate | AzureClientAssertion
> {
  const clientId = readEnv('AZURE_CLIENT_ID');
  const tenantId = readEnv('AZURE_TENANT_ID') || undefined;
  const clientSecret = readEnv('AZURE_CLIENT_SECRET');
  const certificatePath = readEnv('AZURE_CLIENT_CERTIFICATE_PATH');
  const tokenPath = readEnv('AZURE_FEDERATED_TOKEN_FILE');
  if (clientId && clientSecret) return { clientId, clientSecret, tenantId };
  if (clientId && certificatePath) {
    const clientCertificate = await read('AZURE_CLIENT_CERTIFICATE_PATH', certificatePath);
    return { clientId, clientCertificate, tenantId };
  }
  if (clientId && tokenPath) {
    const clientAssertion = () => read('AZURE_FEDERATED_TOKEN_FILE', tokenPath);
    return { clientId, clientAssertion, tenantId };
  }
  throw new InvalidInputError(azureCredentialMissing(), { field: 'credential' });
}

async function read(variable: string, path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new InvalidInputError(azureFileUnreadable(variable, path), { field: variable }, error);
  }
}
