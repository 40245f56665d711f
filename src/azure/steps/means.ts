import type { FlowContext } from '../../peering/acceptor.js';
import type { AppFinder } from '../app-finder.js';
import type { AzureClients } from '../clients.js';
import type { Names } from '../names.js';
import type { Settings } from '../options.js';
import type { Reads } from '../reads.js';

/** What the steps of one run work with. */
export interface StepMeans {
  readonly flow: FlowContext;
  readonly settings: Settings;
  /** What things are called, for this network and virtual network. */
  readonly names: Names;
  readonly clients: AzureClients;
  readonly reads: Reads;
  /** The application that the peering is made with. */
  readonly app: AppFinder;
}

/** The ids of the steps that others need. */
export const IDENTITIES_STEP = 'azure.identities';
export const APP_STEP = 'azure.app';
export const APP_PRINCIPAL_STEP = 'azure.app-principal';
export const APP_ROLE_STEP = 'azure.app-role';
export const APP_GRANT_STEP = 'azure.app-grant';
export const VENDOR_PRINCIPAL_STEP = 'azure.vendor-principal';
export const VENDOR_ROLE_STEP = 'azure.vendor-role';
export const VENDOR_GRANT_STEP = 'azure.vendor-grant';
export const SETTLED_STEP = 'azure.grants-settled';
export const CREDENTIAL_STEP = 'azure.credential';
export const PEERING_STEP = 'azure.peering';
export const ACTIVE_STEP = 'azure.active';
