import type { StepContext } from '../../../peering/step.js';
import type { AzureClients } from '../../clients.js';
import type { AppId, TenantId } from '../../ids.js';
import type { TokenSource } from '../../tokens.js';
import type { TrustedRemote } from './our-half.js';
import { homeTokenRule, remoteTokenRule } from './passing.js';
import { type PassingRule, waitOut } from './wait-out.js';

/** What the application proves itself with. */
export interface AppSecret {
  readonly appId: AppId;
  readonly secret: string;
  /** True when it was made a moment ago, and Entra ID may not know it everywhere. */
  readonly isNew: boolean;
}

/** The application's tokens for Azure Resource Manager at both ends. */
export interface AppTokens {
  readonly home: TokenSource;
  /** Of the other end's tenant; undefined when that is the customer's own. */
  readonly remote: TokenSource | undefined;
}

/** Signs the application in at both ends, and waits until both know it. */
export async function signAppIn(
  clients: AzureClients,
  app: AppSecret,
  remote: TrustedRemote,
  context: StepContext,
  onRetry: (attempt: number, why: string) => void,
): Promise<AppTokens> {
  const signIn = (tenantId: TenantId, rule: PassingRule) =>
    waitOut(context, rule, onRetry, async () => {
      // A new client each time: the old one repeats a refusal for a minute without asking again.
      const tokens = clients.appIdentity(app.appId, app.secret).in(tenantId);
      await tokens.token(context);
      return tokens;
    });
  const home = await signIn(await clients.tenantId(context), homeTokenRule(app.isNew));
  if (!remote.crossTenant) return { home, remote: undefined };
  return { home, remote: await signIn(remote.tenantId, remoteTokenRule(app.isNew)) };
}
