import type { ArmPlane } from './arm/arm-plane.js';
import type { Directories } from './state/directories.js';
import type { Application, Directory, PasswordCredential, ServicePrincipal } from './state/records.js';
import type { Subscriptions } from './state/subscriptions.js';

/** Everything in one directory: the double's own records as plain JSON, oldest first, without secrets. */
export interface DirectorySnapshot {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  readonly applications: readonly Readonly<Record<string, unknown>>[];
  readonly servicePrincipals: readonly Readonly<Record<string, unknown>>[];
  readonly deletedItems: readonly Readonly<Record<string, unknown>>[];
}

/** The directories and subscriptions; what ARM holds comes beside it. */
export interface AzureDirectorySnapshot {
  readonly tenants: readonly DirectorySnapshot[];
  readonly subscriptions: readonly { readonly id: string; readonly tenantId: string }[];
}

/** Everything that exists in Azure, in all directories and subscriptions. */
export type AzureSnapshot = AzureDirectorySnapshot & ReturnType<ArmPlane['snapshot']>;

/** A copy that later changes do not touch. */
export function directorySnapshot(
  directories: Directories,
  subscriptions: Subscriptions,
): AzureDirectorySnapshot {
  return {
    tenants: directories.all().map(tenantSnapshot),
    subscriptions: subscriptions.all().map(({ id, tenantId }) => ({ id, tenantId })),
  };
}

function tenantSnapshot(directory: Directory): DirectorySnapshot {
  const { id, displayName, domain, applications, servicePrincipals, deletedItems } = directory;
  const copies = (records: Map<string, Application | ServicePrincipal>) => [...records.values()].map(copied);
  return {
    id,
    displayName,
    domain,
    applications: copies(applications),
    servicePrincipals: copies(servicePrincipals),
    deletedItems: copies(deletedItems),
  };
}

/** Moments are left out: two worlds that came about at other times print equally. */
function copied(record: Application | ServicePrincipal): Readonly<Record<string, unknown>> {
  const { createdAtMs, deletedAtMs, ...rest } = structuredClone(record);
  if (!('passwordCredentials' in rest)) return rest;
  return { ...rest, passwordCredentials: rest.passwordCredentials.map(lasting) };
}

function lasting({ keyId, displayName, hint }: PasswordCredential): Readonly<Record<string, unknown>> {
  return { keyId, displayName, hint };
}
