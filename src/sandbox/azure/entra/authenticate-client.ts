import type { AzureContext } from '../azure-context.js';
import type { Application, Directory, ServicePrincipal } from '../state/records.js';
import { type Assertion, isSignedBy, parseAssertion, thumbprintOf } from './assertion.js';
import {
  applicationNotFound,
  assertionExpired,
  badAssertion,
  EntraError,
  expiredSecret,
  noFederatedCredential,
  servicePrincipalMissing,
  unknownCertificate,
  wrongSecret,
} from './entra-error.js';

/** What every issuer of a workload's tokens writes in them for Entra. */
const EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/**
 * Who signs in to a directory as an application, by secret, certificate or a foreign token.
 * @throws {EntraError} AADSTS700016, 7000229, 7000112, 7000215, 7000222, 7000216, and those of assertions
 */
export function authenticateClient(
  azure: AzureContext,
  directory: Directory,
  form: URLSearchParams,
): ServicePrincipal {
  const { application, principal } = installed(azure, directory, form.get('client_id') ?? '');
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  if (assertion !== null) checkAssertion(application, parseAssertion(assertion));
  else if (secret !== null) checkSecret(azure, application, secret);
  else throw noCredential();
  if (!principal.accountEnabled) {
    const { appId, displayName } = principal;
    const message = `Application '${appId}'(${displayName}) is disabled.`;
    throw new EntraError(400, 'unauthorized_client', 7000112, message);
  }
  return principal;
}

/** The application, and what stands for it in the directory. */
function installed({ directories, consistency }: AzureContext, directory: Directory, appId: string) {
  const application = directories.applicationOf(appId);
  if (!application || consistency.lags('token', application.id)) {
    throw applicationNotFound(appId, directory.displayName);
  }
  const principal = directories.servicePrincipalOf(directory.id, appId);
  if (principal && !consistency.lags('token', principal.id)) return { application, principal };
  throw application.tenantId === directory.id
    ? servicePrincipalMissing(application.appId, directory.id)
    : applicationNotFound(appId, directory.displayName);
}

function checkSecret({ secrets }: AzureContext, application: Application, secret: string): void {
  const fault = secrets.fault(application, secret);
  if (fault === 'expired') throw expiredSecret(application.appId);
  if (fault !== undefined) throw wrongSecret(application.appId);
}

function checkAssertion(application: Application, assertion: Assertion): void {
  const { exp, iss, sub } = assertion.claims;
  // Whoever wrote it knows the machine's time only, also when the sandbox's clock stands still.
  if (typeof exp !== 'number' || exp * 1000 <= Date.now()) throw assertionExpired();
  const thumbprint = thumbprintOf(assertion);
  if (thumbprint === undefined) {
    checkFederated(application, assertion);
    return;
  }
  if (iss !== application.appId || sub !== application.appId) {
    throw badAssertion(`Its issuer and subject must be ${application.appId}.`);
  }
  const signed = application.keyCredentials.some(({ certificate }) =>
    isSignedBy(assertion, thumbprint, certificate),
  );
  if (!signed) throw unknownCertificate(application.appId, thumbprint);
}

/** The signature is not looked at: the issuer's keys are in its own place, and nothing here leaves the machine. */
function checkFederated(application: Application, { claims }: Assertion): void {
  const [issuer, subject] = [String(claims.iss), String(claims.sub)];
  const given: unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const trusted = application.federatedIdentityCredentials.some(
    (credential) =>
      credential.issuer === issuer &&
      credential.subject === subject &&
      credential.audiences.some((audience) => given.includes(audience)),
  );
  if (!trusted) throw noFederatedCredential(issuer, subject, String(given[0] ?? EXCHANGE_AUDIENCE));
}

function noCredential(): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    7000216,
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  );
}
