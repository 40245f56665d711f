/** Plain JSON: fields of an object that the double keeps as they were sent. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A client secret. What it opens is kept apart, as a digest. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  /** The secret's first three characters. */
  readonly hint: string;
  /** As it was sent, or as the double chose it: ISO 8601, UTC. */
  readonly startDateTime: string;
  readonly endDateTime: string;
}

/** A certificate with which an application signs its assertions. */
export interface KeyCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  /** SHA-1 of the certificate in base64. */
  readonly customKeyIdentifier: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  /** PEM. No secret: the private key stays with its owner. */
  readonly certificate: string;
}

/** Whose tokens an application takes in place of a secret (workload identity). */
export interface FederatedCredential {
  readonly id: string;
  name: string;
  issuer: string;
  subject: string;
  description: string | null;
  audiences: readonly string[];
}

/** An application object: it lives in one directory, its service principals in any number of them. */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly tenantId: string;
  readonly createdAtMs: number;
  displayName: string;
  uniqueName: string | null;
  signInAudience: string;
  identifierUris: readonly string[];
  tags: readonly string[];
  passwordCredentials: PasswordCredential[];
  keyCredentials: KeyCredential[];
  federatedIdentityCredentials: FederatedCredential[];
  /** Object ids of its owners: whoever made it. */
  readonly ownerIds: string[];
  /** Every other field that was written. */
  extra: JsonObject;
  deletedAtMs?: number;
}

/** What stands for an application in a directory: roles are given to its `id`, never to the application's. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly tenantId: string;
  /** The directory of the application. */
  readonly appOwnerOrganizationId: string;
  readonly createdAtMs: number;
  displayName: string;
  accountEnabled: boolean;
  servicePrincipalNames: readonly string[];
  tags: readonly string[];
  readonly ownerIds: string[];
  extra: JsonObject;
  deletedAtMs?: number;
}

/** A person. */
export interface User {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
}

/** One directory (tenant). All maps are by object id. */
export interface Directory {
  readonly id: string;
  readonly displayName: string;
  /** `….onmicrosoft.com`: stands for the id in URLs of Entra. */
  readonly domain: string;
  readonly applications: Map<string, Application>;
  readonly servicePrincipals: Map<string, ServicePrincipal>;
  readonly users: Map<string, User>;
  /** Applications and service principals that can be restored. */
  readonly deletedItems: Map<string, Application | ServicePrincipal>;
}

/** A subscription and the directory that it trusts. */
export interface Subscription {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
}
