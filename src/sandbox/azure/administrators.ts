import type { AzureContext } from './azure-context.js';

/** An application with which a client signs in. It is made up and worth nothing outside this sandbox. */
export interface AzureIdentity {
  /** Its directory. */
  readonly tenantId: string;
  /** The application's client id. */
  readonly clientId: string;
  /** A secret that lasts as long as the sandbox. */
  readonly clientSecret: string;
  /** The object id of its service principal: what roles are given to. */
  readonly objectId: string;
}

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/** The administrators of the directories: applications that may do everything there, made on the first call. */
export class Administrators {
  readonly #azure: AzureContext;
  readonly #identities = new Map<string, AzureIdentity>();

  constructor(azure: AzureContext) {
    this.#azure = azure;
  }

  /** The administrator of a directory, which is made when there is none. */
  of(tenant: string): AzureIdentity {
    const tenantId = this.#azure.directories.open(tenant).id;
    const identity = this.#identities.get(tenantId) ?? this.#add(tenantId);
    this.#identities.set(tenantId, identity);
    return identity;
  }

  #add(tenantId: string): AzureIdentity {
    const { directories, secrets, permissions, clock } = this.#azure;
    const application = directories.addApplication(tenantId, { displayName: 'sandbox-admin' });
    const principal = directories.addServicePrincipal(tenantId, application);
    const endDateTime = new Date(clock.now() + TEN_YEARS_MS).toISOString();
    const { secretText } = secrets.add(application, { displayName: 'sandbox', endDateTime });
    permissions.addAdministrator(application.appId);
    return {
      tenantId,
      clientId: application.appId,
      clientSecret: secretText,
      objectId: principal.id,
    };
  }
}
