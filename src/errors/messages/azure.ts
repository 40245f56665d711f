import type { ErrorText } from '../base.js';
import { FAILURES } from './request-words.js';
import { shown } from './shown.js';

/** An endpoint of Azure is `http:` to somewhere else, or no plain URL. */
export function azureEndpointIllegal(field: string, url: unknown): ErrorText {
  return {
    message: `${field} is ${shown(url)}. It must be an https: URL without credentials, query or fragment, or http: towards loopback: tokens travel there.`,
    fix: `Pass for example ${field}: "http://127.0.0.1:4568", or leave it out for Azure itself.`,
  };
}

/** Azure was not reached, or sent no answer. */
export function azureUnreachable(operation: string, endpoint: string, code: string): ErrorText {
  const what = FAILURES[code] ?? (code === 'TIMEOUT' ? 'no answer came in time' : 'no answer came');
  return {
    message: `${operation} failed: ${what} (${code}) at ${endpoint}.`,
    fix: `Check that ${endpoint} can be reached from here (a proxy comes in through the option fetch), and that AZURE_AUTHORITY_HOST, DFCLOUD_ARM_ENDPOINT and DFCLOUD_GRAPH_ENDPOINT are set as you mean it.`,
  };
}

/** A permission in Azure or in Microsoft Graph is missing; `permission` names the latter, the former are called like it. */
export function azureNotAllowed(
  operation: string,
  said: string,
  requestId: string | undefined,
  permission?: string,
): ErrorText {
  const needs = permission === undefined ? '' : `, which needs ${permission}`;
  return {
    message: `Azure does not allow ${operation} to the identity in use${needs}${named(requestId)}: ${said}`,
    fix: 'Give the identity what is missing (dfcloud permissions azure prints all of it), or use another one. A role that was just assigned may take ten minutes to hold.',
  };
}

/** A token was not accepted. */
export function azureTokenRefused(operation: string, code: string, said: string): ErrorText {
  return {
    message: `Azure did not accept the token of ${operation} (${code}): ${said}`,
    fix: 'Check that tenantId is the tenant of the subscription and that the credential belongs to it; log in again when the token is old.',
  };
}

/** Azure refused a call for another reason. */
export function azureRefused(
  operation: string,
  code: string,
  said: string,
  requestId: string | undefined,
): ErrorText {
  return {
    message: `Azure refused ${operation} (${code})${named(requestId)}: ${said}`,
    fix:
      FIXES[code.toLowerCase()] ??
      'Look at what Azure says, change it, and run it again: it goes on from what is there.',
  };
}

/** An answer of Azure points somewhere else than where the call went. */
export function azureStrayLink(operation: string, url: string, origin: string): ErrorText {
  return {
    message: `The answer to ${operation} points to ${shown(url)}, which is not on ${origin}. It was not followed: the token would have travelled there.`,
    fix: `Check that ${origin} is the service that you mean.`,
  };
}

/** Azure answered something that is not JSON, or not what its documentation says. */
export function azureAnswerUnreadable(operation: string, status: number): ErrorText {
  return {
    message: `The answer to ${operation} (HTTP ${status}) is not what Azure documents.`,
    fix: 'Check that nothing between here and Azure (a proxy, a portal page) answers in its place.',
  };
}

/** An operation that Azure accepted does not end. */
export function azureOperationEndless(operation: string, afterMs: number): ErrorText {
  return {
    message: `${operation} was accepted and is still under way after ${Math.round(afterMs / 60_000)} minutes.`,
    fix: 'Run it again later: it reads what is there and goes on from it.',
  };
}

/** Entra ID gave no token. */
export function entraRefused(who: string, code: string, said: string): ErrorText {
  return {
    message: `Entra ID gave no token to ${who} (${code}): ${said}`,
    fix: TOKEN_FIXES[code] ?? 'Look at what Entra ID says; its text names the cause and a correlation id.',
  };
}

/** @azure/msal-node is needed and not installed. */
export function azureLibraryMissing(): ErrorText {
  return {
    message:
      'The package @azure/msal-node is not installed; dfcloud/azure loads it to get tokens from Entra ID.',
    fix: 'npm install @azure/msal-node',
  };
}

/** A certificate cannot be used. */
export function azureCertificateUnreadable(): ErrorText {
  return {
    message:
      'The client certificate cannot be read. It must be PEM text with the certificate and its private key.',
    fix: 'Join both: cat certificate.pem key.pem; a key with a password must be opened first (openssl rsa).',
  };
}

/** A file that the environment names cannot be read. */
export function azureFileUnreadable(variable: string, path: string): ErrorText {
  return {
    message: `The file ${shown(path)} that ${variable} names cannot be read.`,
    fix: `Set ${variable} to a file that exists, or unset it.`,
  };
}

/** No credential was given, and the environment holds none. */
export function azureCredentialMissing(): ErrorText {
  return {
    message: 'There is no credential for Azure: none was given, and the environment holds none.',
    fix: 'Pass credential (for example one of @azure/identity), or set AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE. A person signs in with credential: { deviceCode }, on the command line with --device-code.',
  };
}

/** A credential of the caller gave no token. */
export function azureCredentialFailed(scope: string, why: string): ErrorText {
  return {
    message: `The credential gave no token for ${scope}: ${why}.`,
    fix: 'Log in again with what the credential uses, or pass another credential.',
  };
}

/** The tenant of the subscription cannot be found out. */
export function azureTenantUnknown(subscriptionId: string): ErrorText {
  return {
    message: `Azure knows no subscription ${subscriptionId}.`,
    fix: 'Check the subscription; az account list --output table shows those that you can see.',
  };
}

/** The subscription belongs to another tenant than the options say. */
export function azureTenantWrong(subscriptionId: string, given: string, right: string): ErrorText {
  return {
    message: `tenantId is ${given}, and subscription ${subscriptionId} belongs to tenant ${right}.`,
    fix: `Pass tenantId: "${right}", or leave it out; or check subscriptionId.`,
  };
}

const FIXES: Readonly<Record<string, string>> = {
  resourcenotfound: 'Check subscriptionId, resourceGroup and vnetName: az network vnet list --output table',
  resourcegroupnotfound: 'Check resourceGroup: az group list --output table',
  subscriptionnotfound:
    'Check the subscription; az account list --output table shows those that you can see.',
  invalidauthenticationtokentenant: 'Pass the tenantId of the subscription, and a credential of that tenant.',
  missingsubscriptionregistration:
    'az provider register --namespace Microsoft.Network, and wait until it is registered.',
  principalnotfound:
    'Entra ID has not told the service principal to all of Azure yet, or it was deleted. Wait two minutes and run it again.',
  roleassignmentlimitexceeded:
    'Remove role assignments that are not needed: az role assignment list --all --output table',
  scopelocked: 'Remove the lock or have it removed: az lock list --output table',
  requestdisallowedbypolicy: 'Ask for an exemption of the policy that Azure names.',
  toomanyrequests: 'Azure is throttling. Wait a minute and run it again.',
};

const TOKEN_FIXES: Readonly<Record<string, string>> = {
  AADSTS700016:
    'The application is not known in that tenant. Check the id (it is the application id, not an object id) and the tenant.',
  AADSTS7000229:
    'The application has no service principal in that tenant: az ad sp create --id <application id>',
  AADSTS7000215:
    "Pass the secret's value, not its id; a secret that was made a moment ago needs up to two minutes.",
  AADSTS7000222: 'The secret has ended. Make a new one and pass that.',
  AADSTS90002: 'Check the tenant id: az account show --query tenantId',
  AADSTS53003: 'A conditional access policy forbids it: ask the administrator of the tenant.',
  AADSTS530032: 'A security policy forbids it: ask the administrator of the tenant.',
};

function named(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` (request ${requestId})`;
}
