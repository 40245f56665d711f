import type { Arm, CallContext } from './arm/arm.js';
import type { Graph } from './graph/graph.js';
import type { AppId, TenantId } from './ids.js';
import type { AppIdentity, TokenSource } from './tokens.js';

/** The ways to Azure that one acceptor has. Nothing is sent and no token asked for before a call is made. */
export interface AzureClients {
  /** Azure Resource Manager, as the administrator. */
  readonly arm: Arm;
  /** Microsoft Graph, as the administrator. */
  readonly graph: Graph;
  /** The tenant of the customer's subscription: as the options say, else as ARM does. */
  tenantId(context: CallContext): Promise<TenantId>;
  /** An application of the customer, by a secret of it. */
  appIdentity(appId: AppId, clientSecret: string): AppIdentity;
  /** Azure Resource Manager, as whoever these tokens are of. */
  armAs(tokens: TokenSource): Arm;
}
