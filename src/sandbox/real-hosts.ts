import { regionNames } from './aws/regions.js';
import { AZURE_HOSTS } from './azure/azure-routes.js';
import type { Provider } from './world.js';

/**
 * The hosts of the real clouds that a double stands for: its certificate names them, and the proxy leads them to it.
 * Every other host is out of reach.
 */
export const REAL_HOSTS: Readonly<Record<Provider, readonly string[]>> = {
  aws: [
    ...regionNames().flatMap((region) => [`ec2.${region}.amazonaws.com`, `sts.${region}.amazonaws.com`]),
    'ec2.amazonaws.com',
    'sts.amazonaws.com',
  ],
  gcp: [
    'compute.googleapis.com',
    'www.googleapis.com',
    'oauth2.googleapis.com',
    'cloudresourcemanager.googleapis.com',
  ],
  azure: Object.keys(AZURE_HOSTS),
};

/** The cloud that a host belongs to; undefined for every host that no double stands for. */
export function cloudOfHost(host: string): Provider | undefined {
  const name = host.toLowerCase();
  return (['aws', 'gcp', 'azure'] as const).find((provider) => REAL_HOSTS[provider].includes(name));
}
