import type { AzureAcceptorOptions } from '../../../src/azure/index.js';
import { checkOptions, type Settings } from '../../../src/azure/options.js';
import { SUBSCRIPTION } from './peerings.js';

/** Checked options for a virtual network whose services are all at one URL. */
export function settingsAt(url: string, options: Partial<AzureAcceptorOptions> = {}): Settings {
  return checkOptions({
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'rg',
    vnetName: 'vnet',
    endpoints: { arm: url, graph: url, entra: url },
    timeoutMs: 2_000,
    ...options,
  });
}
