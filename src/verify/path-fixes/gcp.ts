import { few, listed } from '../causes/cause.js';
import type { PathEvidence } from '../causes/path-evidence.js';
import type { CloudFixes } from '../path-fixes.js';
import type { Fix } from '../types.js';

/** How a way is repaired on GCP, where peerings exchange their routes and firewalls stand in layers. */
export const GCP_FIXES: CloudFixes = {
  no_route: (e) => ({
    text: `The peering brings its routes with it: look at what it brings, and whether ${blocks(e)} is among them.`,
    ...peeringRoutes(e),
  }),
  route_elsewhere: elsewhere,
  blackhole: (e) => ({
    text: `Start or replace the next hop of ${e.by ?? 'that route'}, or delete the route.`,
    ...routeCommand(e, 'describe'),
  }),
  peering_down: (e) => ({
    text: 'Both halves must exist and name each other: apply makes yours, and Dragonfly makes its own with the connection.',
    command: `gcloud compute networks peerings list${ofNetwork(e)}`,
  }),
  filtered,
  not_carried: (e) => ({
    text: `Let the packets leave with an address of a subnet that the peering exports, towards an address of ${blocks(e)}.`,
    ...peeringRoutes(e, 'OUTGOING'),
  }),
};

function elsewhere(e: PathEvidence): Partial<Fix> {
  if (e.at.startsWith('policy-based routes')) {
    return {
      text: `Let the packets pass it: a policy-based route of a lower priority number for ${blocks(e)} with --next-hop-other-routes=DEFAULT_ROUTING, or one filter less.`,
      command: `gcloud network-connectivity policy-based-routes list${projectOf(e)}`,
    };
  }
  if (e.at.startsWith('subnet routes')) {
    return {
      text: `${blocks(e)} lies in one of your own subnets, or in those of another peering: a network with another CIDR is needed.`,
      command: `gcloud compute networks subnets list${ofNetwork(e)}`,
    };
  }
  return {
    text: `The peering brings no route that goes before ${e.by ?? 'that route'}: delete it where it stands in the way, and look at what the peering brings.`,
    ...peeringRoutes(e),
  };
}

function filtered(e: PathEvidence): Partial<Fix> {
  const policy = /^(hierarchical|network|regional network) firewall policy (\S+)(?: in (\S+))?/.exec(e.at);
  if (e.at.startsWith('firewall policy')) {
    return {
      text: `${e.at} is none that you can change: ask Google, or the administrators of your organization.`,
    };
  }
  if (!policy && priorityOf(e) === 0) {
    return {
      text: `Nothing goes ahead of ${e.by}: narrow it, or disable it.`,
      command: `gcloud compute firewall-rules describe ${e.by?.split(' ')[0]}${projectOf(e)}`,
    };
  }
  if (!policy) {
    return {
      text: `Allow TCP ${e.port} to ${blocks(e)} ahead of ${e.by ?? 'the implied rule'}.`,
      command: `gcloud compute firewall-rules create allow-dragonfly-egress${ofNetwork(e)} --direction=EGRESS --action=ALLOW --rules=tcp:${e.port} --destination-ranges=${e.network.join(',')} --priority=${before(e)}`,
    };
  }
  const [, kind, name, region] = policy;
  if (kind === 'hierarchical') {
    return {
      text: `The policy belongs to the organization or a folder: ask its administrators to let TCP ${e.port} to ${blocks(e)} pass ahead of ${e.by ?? 'its rules'}.`,
      command: `gcloud compute firewall-policies describe ${name}`,
    };
  }
  const scope = region === undefined ? '--global-firewall-policy' : `--firewall-policy-region=${region}`;
  return {
    text: `Allow TCP ${e.port} to ${blocks(e)} in ${name}, ahead of ${e.by ?? 'its other rules'}.`,
    command: `gcloud compute network-firewall-policies rules create ${before(e)} --firewall-policy=${name} ${scope}${projectOf(e)} --direction=EGRESS --action=allow --layer4-configs=tcp:${e.port} --dest-ip-ranges=${e.network.join(',')}`,
  };
}

function routeCommand(e: PathEvidence, verb: 'describe'): Partial<Fix> {
  return e.by === null ? {} : { command: `gcloud compute routes ${verb} ${e.by}${projectOf(e)}` };
}

function peeringRoutes(e: PathEvidence, direction = 'INCOMING'): Partial<Fix> {
  const region = /^([a-z]+-[a-z]+\d+)\//.exec(e.sources[0] ?? '')?.[1];
  if (region === undefined) return {};
  return {
    command: `gcloud compute networks peerings list-routes ${e.peering}${ofNetwork(e)} --region=${region} --direction=${direction}`,
  };
}

/** A priority that goes before the rule's own; at an equal one a denial would win. */
function before(e: PathEvidence): number {
  return Math.max(0, Math.min(priorityOf(e), 1000) - 1);
}

function priorityOf({ by }: PathEvidence): number {
  return Number(/priority (\d+)/.exec(by ?? '')?.[1] ?? 1000);
}

function blocks(e: PathEvidence): string {
  return listed(few(e.network));
}

function projectOf({ local }: PathEvidence): string {
  const project = /^projects\/([^/]+)\//.exec(local)?.[1];
  return project === undefined ? '' : ` --project=${project}`;
}

function ofNetwork(e: PathEvidence): string {
  const network = /\/networks\/([^/]+)$/.exec(e.local)?.[1];
  return network === undefined ? projectOf(e) : ` --network=${network}${projectOf(e)}`;
}
