import type { Scheduler } from '../../clock.js';
import type { SeededIds } from '../../random.js';
import type { Consistency } from '../consistency.js';
import type { Application, Directory, ServicePrincipal, User } from './records.js';

/** What is not left to chance when an object is made. */
export interface NewApplication {
  readonly displayName: string;
  /** @default chosen */
  readonly appId?: string | undefined;
  /** @default 'AzureADMyOrg' */
  readonly signInAudience?: string | undefined;
  readonly uniqueName?: string | undefined;
  readonly ownerId?: string | undefined;
}

/** All directories: the state behind Entra and Graph. Rules and delays are those of the planes in front of it. */
export class Directories {
  readonly #ids: SeededIds;
  readonly #clock: Scheduler;
  readonly #consistency: Consistency;
  readonly #byId = new Map<string, Directory>();

  constructor(parts: { ids: SeededIds; clock: Scheduler; consistency: Consistency }) {
    this.#ids = parts.ids;
    this.#clock = parts.clock;
    this.#consistency = parts.consistency;
  }

  /** Every directory, oldest first. */
  all(): Directory[] {
    return [...this.#byId.values()];
  }

  /** The directory of this id, made when there is none. */
  open(id: string, names: { displayName?: string; domain?: string } = {}): Directory {
    const tenantId = id.toLowerCase();
    const existing = this.#byId.get(tenantId);
    if (existing) return existing;
    const { displayName = 'Contoso', domain = `contoso${tenantId.slice(0, 8)}.onmicrosoft.com` } = names;
    const maps = { applications: new Map(), servicePrincipals: new Map(), users: new Map() };
    const directory = { id: tenantId, displayName, domain, ...maps, deletedItems: new Map() };
    this.#byId.set(tenantId, directory);
    return directory;
  }

  /** By id or by domain, in any case. */
  find(idOrDomain: string): Directory | undefined {
    const wanted = idOrDomain.toLowerCase();
    return this.#byId.get(wanted) ?? this.all().find(({ domain }) => domain === wanted);
  }

  /** The application of this client id, in whichever directory. Deleted ones do not count. */
  applicationOf(appId: string): Application | undefined {
    const wanted = appId.toLowerCase();
    return this.all()
      .flatMap(({ applications }) => [...applications.values()])
      .find((application) => application.appId === wanted);
  }

  /** What stands for the application of this client id in a directory. */
  servicePrincipalOf(tenantId: string, appId: string): ServicePrincipal | undefined {
    const wanted = appId.toLowerCase();
    const principals = this.find(tenantId)?.servicePrincipals.values() ?? [];
    return [...principals].find((principal) => principal.appId === wanted);
  }

  /** The live principal (service principal or user) of this object id, and its kind as ARM names it. */
  principal(
    tenantId: string,
    objectId: string,
  ): { type: 'ServicePrincipal' | 'User'; id: string } | undefined {
    const directory = this.find(tenantId);
    const id = objectId.toLowerCase();
    if (directory?.servicePrincipals.has(id)) return { type: 'ServicePrincipal', id };
    return directory?.users.has(id) ? { type: 'User', id } : undefined;
  }

  /** Makes an application. `hiddenMs` is how long a fault hides it. */
  addApplication(tenantId: string, given: NewApplication, hiddenMs = 0): Application {
    const { displayName, signInAudience = 'AzureADMyOrg', uniqueName = null, ownerId } = given;
    const application: Application = {
      id: this.#ids.guid('azure/application'),
      appId: given.appId?.toLowerCase() ?? this.#ids.guid('azure/app-id'),
      tenantId: tenantId.toLowerCase(),
      createdAtMs: this.#clock.now(),
      displayName,
      uniqueName,
      signInAudience,
      identifierUris: [],
      tags: [],
      passwordCredentials: [],
      keyCredentials: [],
      federatedIdentityCredentials: [],
      ownerIds: ownerId === undefined ? [] : [ownerId],
      extra: {},
    };
    this.open(tenantId).applications.set(application.id, application);
    this.#consistency.changed(application.id, hiddenMs);
    return application;
  }

  /** Adds an application's service principal to a directory. That it may be added there has been checked. */
  addServicePrincipal(
    tenantId: string,
    application: Application,
    ownerId?: string,
    hiddenMs = 0,
  ): ServicePrincipal {
    const principal: ServicePrincipal = {
      id: this.#ids.guid('azure/service-principal'),
      appId: application.appId,
      tenantId: tenantId.toLowerCase(),
      appOwnerOrganizationId: application.tenantId,
      createdAtMs: this.#clock.now(),
      displayName: application.displayName,
      accountEnabled: true,
      servicePrincipalNames: [application.appId, ...application.identifierUris],
      tags: [],
      ownerIds: ownerId === undefined ? [] : [ownerId],
      extra: {},
    };
    this.open(tenantId).servicePrincipals.set(principal.id, principal);
    this.#consistency.changed(principal.id, hiddenMs);
    return principal;
  }

  /** Adds a person. */
  addUser(tenantId: string, name: string): User {
    const directory = this.open(tenantId);
    const user: User = {
      id: this.#ids.guid('azure/user'),
      tenantId: directory.id,
      displayName: name,
      userPrincipalName: `${name}@${directory.domain}`,
    };
    directory.users.set(user.id, user);
    return user;
  }
}
