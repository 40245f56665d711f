import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { NetworkManagementClient } from '@azure/arm-network';
import { auxiliaryAuthenticationHeaderPolicy } from '@azure/core-rest-pipeline';
import { ClientSecretCredential, type TokenCredential } from '@azure/identity';
import type { Sandbox } from '../../../src/sandbox/index.js';

/** An application and its secret. */
export interface Identity {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The official clients on a sandbox that speaks TLS: they trust its CA, and nothing else is changed. */
export class AzureClients {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Signs an application in to a directory, as @azure/identity does. */
  credential(tenantId: string, { clientId, clientSecret }: Identity): TokenCredential {
    return new ClientSecretCredential(tenantId, clientId, clientSecret, {
      authorityHost: this.#sandbox.endpoints.entra,
      // Its answers would come from the real login host.
      disableInstanceDiscovery: true,
      tlsOptions: this.#tls,
    });
  }

  /** @azure/arm-network; `auxiliary` are credentials for other directories. */
  network(
    credential: TokenCredential,
    subscriptionId: string,
    auxiliary: readonly TokenCredential[] = [],
  ): NetworkManagementClient {
    const client = new NetworkManagementClient(credential, subscriptionId, this.#options);
    if (auxiliary.length > 0) {
      const credentials = [...auxiliary];
      const scopes = [`${this.#sandbox.endpoints.arm}/.default`];
      client.pipeline.addPolicy(auxiliaryAuthenticationHeaderPolicy({ credentials, scopes }));
    }
    return client;
  }

  /** @azure/arm-authorization. */
  authorization(credential: TokenCredential, subscriptionId: string): AuthorizationManagementClient {
    return new AuthorizationManagementClient(credential, subscriptionId, this.#options);
  }

  get #tls() {
    return { ca: this.#sandbox.ca ?? '' };
  }

  get #options() {
    return { endpoint: this.#sandbox.endpoints.arm, tlsOptions: this.#tls };
  }
}
