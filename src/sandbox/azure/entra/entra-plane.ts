import { json, type ReceivedRequest } from '../../http-server.js';
import type { Route } from '../../serve.js';
import type { AzureContext } from '../azure-context.js';
import type { Plane } from '../plane.js';

/** Entra's token endpoints. */
export class EntraPlane implements Plane {
  readonly operations: readonly string[] = [];
  readonly azure: AzureContext;

  constructor(azure: AzureContext) {
    this.azure = azure;
  }

  match(_request: ReceivedRequest): Route {
    return { operation: null, run: () => json(404, { error: 'not_found' }) };
  }
}
