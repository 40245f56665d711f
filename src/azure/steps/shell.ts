import { quote } from '../../peering/connection-shell.js';
import type { StepContext } from '../../peering/step.js';
import type { SecurityRule } from '../arm/model.js';
import { nameOf } from '../ids.js';
import type { StepMeans } from './means.js';
import { findOurHalf, type KnownHalf } from './peering/our-half.js';
import { phaseOf } from './peering/peering-phase.js';
import { secretLabel } from './peering/secret-label.js';
import { SECRET_LIFETIME_MS } from './peering/temporary-secret.js';

/*
 * The steps as commands of Azure's command line. What does not exist before the script runs stands in variables that
 * the commands before have set: APP_ID.
 */

/**
 * Makes the peering as the application. Its login lives in a directory of its own, so the caller's login stays what it
 * is, and its password goes through a file, because arguments can be read by everybody on the machine.
 */
export async function peeringShell(means: StepMeans, context: StepContext): Promise<string> {
  const half = await findOurHalf(means, context);
  if (half.kind !== 'absent' && half.kind !== 'found') return `# ${whyNone(half.kind)}`;
  const { remote } = half;
  const app = await appId(means, context);
  const home = await means.clients.tenantId(context);
  const tenants = remote.crossTenant ? [home, remote.tenantId] : [home];
  const label = quote(secretLabel(means.flow.network.id, means.names.vnetId));
  const known = `az ad app credential list --id ${app} --query "[?displayName==${label}].keyId" --output tsv`;
  return [
    '(',
    `  forget() { ${known} | xargs -r -n1 az ad app credential delete --id ${app} --key-id; rm -rf "$LOGIN"; }`,
    '  LOGIN=$(mktemp -d) && trap forget EXIT',
    '  as_app() { AZURE_CONFIG_DIR="$LOGIN" az "$@"; }',
    `  az ad app credential reset --id ${app} --append --display-name ${label} --end-date "$(${END})" --query password --output tsv > "$LOGIN/password"`,
    ...tenants.map(
      (tenant) =>
        `  until as_app login --service-principal -u ${app} -p @"$LOGIN/password" --tenant ${tenant} --output none; do sleep 10; done`,
    ),
    ...halfCommands(means, half),
    ')',
  ].join('\n');
}

const MINUTES = SECRET_LIFETIME_MS / 60_000;

/** When the password ends: by the date command of Linux, else by that of macOS. */
const END = `date -u -d '${MINUTES} minutes' +%FT%TZ 2>/dev/null || date -u -v+${MINUTES}M +%FT%TZ`;

/** What the application does. */
function halfCommands(means: StepMeans, half: KnownHalf): string[] {
  const phase = half.kind === 'found' ? phaseOf(half.peering) : undefined;
  const place = where(means, halfName(half));
  if (phase === 'stale') return [`  as_app network vnet peering sync ${place} --output none`];
  return [
    ...(phase === 'disconnected' ? [`  as_app network vnet peering delete ${place}`] : []),
    `  as_app network vnet peering create ${place} --remote-vnet ${half.remote.vnetId} --allow-vnet-access${flags(means)} --output none`,
  ];
}

/** Waits until Azure says connected. */
export async function activeShell(means: StepMeans, context: StepContext): Promise<string> {
  const half = await findOurHalf(means, context);
  if (half.kind !== 'absent' && half.kind !== 'found') return `# ${whyNone(half.kind)}`;
  const ask = `az network vnet peering show ${where(means, halfName(half))} --query peeringState --output tsv`;
  return `until [ "$(${ask})" = Connected ]; do sleep 5; done`;
}

/** Adds one rule to a network security group. */
export function ruleShell(nsgId: string, rule: SecurityRule): string {
  const [, , subscription = '', , group = ''] = nsgId.split('/');
  const list = (values: readonly string[]) => values.map(quote).join(' ');
  return [
    `az network nsg rule create --subscription ${subscription} --resource-group ${quote(group)} --nsg-name ${quote(nameOf(nsgId))}`,
    `--name ${quote(rule.name)} --priority ${rule.priority} --direction ${rule.direction} --access ${rule.access} --protocol ${rule.protocol}`,
    `--source-address-prefixes ${list(rule.sourcePrefixes)} --destination-address-prefixes ${list(rule.destinationPrefixes)}`,
    `--destination-port-ranges ${list(rule.destinationPorts)}`,
    ...(rule.description === undefined ? [] : [`--description ${quote(rule.description)}`]),
  ].join(' ');
}

function where({ settings }: StepMeans, name: string): string {
  const { subscriptionId, resourceGroup, vnetName } = settings;
  return `--subscription ${subscriptionId} --resource-group ${quote(resourceGroup)} --vnet-name ${quote(vnetName)} --name ${quote(name)}`;
}

function flags({ settings }: StepMeans): string {
  return [
    ...(settings.allowForwardedTraffic ? [' --allow-forwarded-traffic'] : []),
    ...(settings.useRemoteGateways ? [' --use-remote-gateways'] : []),
  ].join('');
}

function halfName(half: KnownHalf): string {
  return (half.kind === 'found' ? half.peering.name : half.name) ?? '';
}

async function appId({ app }: StepMeans, context: StepContext): Promise<string> {
  return (await app.find(context))?.appId ?? '"$APP_ID"';
}

function whyNone(kind: 'unnamed' | 'refused'): string {
  return kind === 'unnamed'
    ? 'Dragonfly does not name its virtual network yet: make the script again in a moment'
    : 'the virtual network that Dragonfly names must not be peered with';
}
