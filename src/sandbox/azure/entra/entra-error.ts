/** A refusal of Entra's, by its AADSTS number. */
export class EntraError extends Error {
  readonly status: number;
  /** The word of OAuth. */
  readonly error: string;
  /** Without the `AADSTS`. */
  readonly code: number;

  constructor(status: number, error: string, code: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

/** No such directory. `word` differs between the discovery document and the token endpoint. */
export function tenantNotFound(tenant: string, word = 'invalid_request'): EntraError {
  return new EntraError(
    400,
    word,
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}

/** The application has nothing in this directory that could sign in. */
export function applicationNotFound(appId: string, directory: string): EntraError {
  return new EntraError(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${appId}' was not found in the directory '${directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );
}

/** The application is known, but it has no service principal here. */
export function servicePrincipalMissing(appId: string, tenantId: string): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    7000229,
    `The client application ${appId} is missing service principal in the tenant ${tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
  );
}

/** A wrong secret, or one that is too new. */
export function wrongSecret(appId: string): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
  );
}

/** The secret was right once. */
export function expiredSecret(appId: string): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    7000222,
    `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  );
}

/** A form without a field that it must have. */
export function parameterMissing(name: string): EntraError {
  return new EntraError(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
}

/** Applications ask for everything that they were granted, and for nothing by name. */
export function scopeNotDefault(scope: string): EntraError {
  return new EntraError(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );
}

/** Nobody here takes tokens of that name. */
export function resourceNotFound(resource: string, directory: string): EntraError {
  return new EntraError(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${directory}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  );
}

/** An assertion that no certificate of the application signed. */
export function unknownCertificate(appId: string, thumbprint: string): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    700027,
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${appId}'.]`,
  );
}

/** A token of somebody whom the application does not trust. */
export function noFederatedCredential(issuer: string, subject: string, audience: string): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    70021,
    `No matching federated identity record found for presented assertion. Assertion Issuer: '${issuer}'. Assertion Subject: '${subject}'. Assertion Audience: '${audience}'. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  );
}

/** An assertion that is no JWT, or of the wrong client, or for somebody else. */
export function badAssertion(reason: string): EntraError {
  return new EntraError(401, 'invalid_client', 50027, `JWT token is invalid or malformed. ${reason}`);
}

/** An assertion from long ago. */
export function assertionExpired(): EntraError {
  return new EntraError(
    401,
    'invalid_client',
    700024,
    'Client assertion is not within its valid time range. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  );
}
