import type { Clock } from '../internal/clock.js';
import { oncePerRound, type ReadContext } from '../peering/once-per-round.js';
import type { AzureClients } from './clients.js';
import type { Application, ServicePrincipal } from './graph/model.js';
import type { AppId } from './ids.js';
import type { Names } from './names.js';
import type { GivenApp, Settings } from './options.js';

/** The application that the peering is made with, as far as it exists. */
export interface FoundApp {
  readonly appId: AppId;
  /** Undefined when it is one of another tenant. */
  readonly application: Application | undefined;
  /** What it is in the customer's tenant. */
  readonly principal: ServicePrincipal | undefined;
  /** True when a run made it for this network and virtual network. */
  readonly ours: boolean;
}

/** Finds the application of one run: ours by its key, never by its name, or the caller's by its ids. */
export class AppFinder {
  /** The application; undefined while it does not exist. Once per round. */
  readonly find: (context: ReadContext) => Promise<FoundApp | undefined>;

  constructor(
    { graph }: Pick<AzureClients, 'graph'>,
    { app }: Pick<Settings, 'app'>,
    { uniqueName }: Names,
    clock: Clock,
  ) {
    const principalOf = (appId: AppId, signal: AbortSignal | undefined) =>
      graph.servicePrincipalByAppId(appId, { signal, clock });
    const findOurs = async (signal: AbortSignal | undefined) => {
      const application = await graph.applicationByUniqueName(uniqueName, { signal, clock });
      if (!application) return undefined;
      const { appId } = application;
      return { appId, application, principal: await principalOf(appId, signal), ours: true };
    };
    const findGiven = async ({ appId }: GivenApp, signal: AbortSignal | undefined) => {
      const [application, principal] = await Promise.all([
        graph.applicationByAppId(appId, { signal, clock }),
        principalOf(appId, signal),
      ]);
      return application || principal ? { appId, application, principal, ours: false } : undefined;
    };
    this.find = oncePerRound((signal) => (app === 'create' ? findOurs(signal) : findGiven(app, signal)));
  }
}
