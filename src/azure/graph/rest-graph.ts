import type { CallContext } from '../arm/arm.js';
import type { AppId, ApplicationObjectId, ServicePrincipalId } from '../ids.js';
import { asRefusal, isMissing } from '../rest/refusal.js';
import { type RestCall, RestClient, type RestConfig } from '../rest/rest-client.js';
import type { ApplicationFields, Graph } from './graph.js';
import type { PasswordCredential } from './model.js';
import { toApplication, toNewPassword, toServicePrincipal } from './translate.js';

const APPLICATIONS = '/v1.0/applications';
const PRINCIPALS = '/v1.0/servicePrincipals';

/** Microsoft Graph by its REST API, as one identity. */
export class RestGraph implements Graph {
  readonly #client: RestClient;

  constructor(config: Omit<RestConfig, 'requestIdHeader'>) {
    this.#client = new RestClient({ ...config, requestIdHeader: 'client-request-id' });
  }

  get endpoint(): string {
    return this.#client.endpoint;
  }

  applicationByUniqueName(uniqueName: string, context: CallContext) {
    return this.#one(
      `${APPLICATIONS}(uniqueName='${encodeURIComponent(uniqueName)}')`,
      context,
      toApplication,
    );
  }

  applicationByAppId(appId: AppId, context: CallContext) {
    return this.#one(`${APPLICATIONS}(appId='${appId}')`, context, toApplication);
  }

  applicationById(id: ApplicationObjectId, context: CallContext) {
    return this.#one(`${APPLICATIONS}/${id}`, context, toApplication);
  }

  async upsertApplication(uniqueName: string, fields: ApplicationFields, context: CallContext) {
    await this.#send(
      {
        method: 'PATCH',
        path: `${APPLICATIONS}(uniqueName='${encodeURIComponent(uniqueName)}')`,
        body: fields,
        headers: { prefer: 'create-if-missing' },
      },
      context,
    );
  }

  async deleteApplication(id: ApplicationObjectId, context: CallContext) {
    await this.#send({ method: 'DELETE', path: `${APPLICATIONS}/${id}`, alsoFine: [404] }, context);
  }

  async addPassword(
    id: ApplicationObjectId,
    { displayName, endsAt }: { readonly displayName: string; readonly endsAt: Date },
    context: CallContext,
  ) {
    const call = named({
      method: 'POST',
      path: `${APPLICATIONS}/${id}/addPassword`,
      body: { passwordCredential: { displayName, endDateTime: toSeconds(endsAt) } },
    });
    const { body, status } = await this.#client.call(call, context);
    const password = toNewPassword(body);
    if (password) return password;
    // The body is not shown: it may hold the secret.
    throw asRefusal(call.operation, { status, body: undefined, requestId: undefined });
  }

  async removePassword(id: ApplicationObjectId, keyId: PasswordCredential['keyId'], context: CallContext) {
    const path = `${APPLICATIONS}/${id}/removePassword`;
    try {
      await this.#send({ method: 'POST', path, body: { keyId }, repeatable: true }, context);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  servicePrincipalByAppId(appId: AppId, context: CallContext) {
    return this.#one(`${PRINCIPALS}(appId='${appId}')`, context, toServicePrincipal);
  }

  servicePrincipalById(id: ServicePrincipalId, context: CallContext) {
    return this.#one(`${PRINCIPALS}/${id}`, context, toServicePrincipal);
  }

  async createServicePrincipal(appId: AppId, context: CallContext) {
    // Repeating is safe: a second one of the same application is refused.
    const call = named({ method: 'POST', path: PRINCIPALS, body: { appId }, repeatable: true });
    const { body, status } = await this.#client.call(call, context);
    const principal = toServicePrincipal(body);
    if (principal) return principal;
    throw asRefusal(call.operation, { status, body, requestId: undefined });
  }

  async deleteServicePrincipal(id: ServicePrincipalId, context: CallContext) {
    await this.#send({ method: 'DELETE', path: `${PRINCIPALS}/${id}`, alsoFine: [404] }, context);
  }

  async #one<T>(
    path: string,
    context: CallContext,
    read: (body: unknown) => T | undefined,
  ): Promise<T | undefined> {
    const { status, body } = await this.#client.call(
      named({ method: 'GET', path, alsoFine: [404] }),
      context,
    );
    return status === 404 ? undefined : read(body);
  }

  async #send(call: Omit<RestCall, 'operation'>, context: CallContext): Promise<void> {
    await this.#client.call(named(call), context);
  }
}

/** `graph:GET /applications/{id}`: Graph has no names for its calls. */
function named(call: Omit<RestCall, 'operation'>): RestCall {
  const place = call.path.replace('/v1.0', '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}');
  return { ...call, operation: `graph:${call.method} ${place}` };
}

/** Graph keeps whole seconds. */
function toSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
