import { quote } from '../peering/connection-shell.js';
import type { PeeringFlags } from './compute/compute.js';
import type { NewFirewall } from './compute/model.js';
import type { StepMeans } from './steps/means.js';

/* The steps as commands of the gcloud command line. All names are known before the script runs. */

type Means = Pick<StepMeans, 'settings' | 'finder'>;

/** Adds the peering. */
export function addPeeringShell(means: Means): string {
  const { finder, settings } = means;
  const { importCustomRoutes, exportCustomRoutes, stackType } = settings;
  const peer = finder.otherEnd
    ? `--peer-network=${quote(finder.otherEnd.name)} --peer-project=${quote(finder.otherEnd.projectId)}`
    : '--peer-network="$PEER_NETWORK" --peer-project="$PEER_PROJECT"';
  const flags = flagsShell({
    ...(importCustomRoutes === true && { importCustomRoutes }),
    ...(exportCustomRoutes === true && { exportCustomRoutes }),
    ...(stackType !== undefined && { stackType }),
  });
  return `gcloud compute networks peerings create ${finder.name} ${network(means)} ${peer}${flags}`;
}

/** Changes the options of the peering. */
export function updatePeeringShell(means: Means, name: string, flags: PeeringFlags): string {
  return `gcloud compute networks peerings update ${name} ${network(means)}${flagsShell(flags)}`;
}

/** Waits until Google says active. */
export function activeShell({ settings }: Means, name: string): string {
  const shown = `--flatten='peerings[]' --format='csv[no-heading](peerings.name,peerings.state)'`;
  const list = `gcloud compute networks list --project=${quote(settings.projectId)} --filter=name=${settings.network} ${shown}`;
  // Not grep -q, which leaves before gcloud has written all, and pipefail would take that for a failure.
  return `until ${list} | grep -x ${name},ACTIVE > /dev/null; do sleep 2; done`;
}

/** Adds or changes a firewall rule. */
export function firewallShell({ settings }: Means, rule: NewFirewall, way: 'create' | 'update'): string {
  const { name, direction, priority, port, cidr, description, targetTags, targetServiceAccounts } = rule;
  const range = direction === 'EGRESS' ? 'destination-ranges' : 'source-ranges';
  const only = [`--network=${settings.network}`, `--direction=${direction}`, '--action=ALLOW'];
  const options = [
    `--project=${quote(settings.projectId)}`,
    ...(way === 'create' ? only : ['--no-disabled']),
    way === 'create' ? `--rules=tcp:${port}` : `--allow=tcp:${port}`,
    `--${range}=${cidr}`,
    `--priority=${priority}`,
    ...listOption('target-tags', targetTags, way),
    ...listOption('target-service-accounts', targetServiceAccounts, way),
    `--description=${quote(description)}`,
  ];
  return `gcloud compute firewall-rules ${way} ${name} ${options.join(' ')}`;
}

/** An empty value takes away what an existing rule has. */
function listOption(name: string, values: readonly string[], way: 'create' | 'update'): string[] {
  if (values.length > 0) return [`--${name}=${quote(values.join(','))}`];
  return way === 'update' ? [`--${name}=`] : [];
}

function network({ settings }: Means): string {
  return `--network=${settings.network} --project=${quote(settings.projectId)}`;
}

function flagsShell({ importCustomRoutes, exportCustomRoutes, stackType }: PeeringFlags): string {
  return [
    ...toggle('import-custom-routes', importCustomRoutes),
    ...toggle('export-custom-routes', exportCustomRoutes),
    ...(stackType === undefined ? [] : [` --stack-type=${stackType}`]),
  ].join('');
}

function toggle(name: string, value: boolean | undefined): string[] {
  return value === undefined ? [] : [` --${value ? '' : 'no-'}${name}`];
}
