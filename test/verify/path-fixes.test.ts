import { describe, expect, it } from 'vitest';
import { PATH_CAUSES } from '../../src/verify/causes/path.js';
import type { PathEvidence } from '../../src/verify/causes/path-evidence.js';

/** Evidence from GCP; tests change what they are about. */
function onGcp(changes: Partial<PathEvidence> = {}): PathEvidence {
  return {
    provider: 'gcp',
    local: 'projects/acme/global/networks/app-vpc',
    peering: 'dfcloud-1',
    remote: ['192.168.0.7/32'],
    network: ['192.168.0.0/16'],
    port: 6379,
    sources: ['us-central1/app'],
    at: 'custom routes of app-vpc',
    by: null,
    why: 'so it is',
    undecided: [],
    ...changes,
  };
}

const fixOf = (code: keyof typeof PATH_CAUSES, changes: Partial<PathEvidence> = {}) =>
  PATH_CAUSES[code](onGcp(changes)).fix;

describe('the fix of a fault on GCP', () => {
  it.each<[string, string]>([
    [
      'VPC firewall rules of app-vpc',
      'gcloud compute firewall-rules create allow-dragonfly-egress --network=app-vpc --project=acme --direction=EGRESS --action=ALLOW --rules=tcp:6379 --destination-ranges=192.168.0.0/16 --priority=899',
    ],
    ['hierarchical firewall policy corp', 'gcloud compute firewall-policies describe corp'],
    [
      'network firewall policy shop',
      'gcloud compute network-firewall-policies rules create 899 --firewall-policy=shop --global-firewall-policy --project=acme --direction=EGRESS --action=allow --layer4-configs=tcp:6379 --dest-ip-ranges=192.168.0.0/16',
    ],
    [
      'regional network firewall policy shop in us-central1',
      'gcloud compute network-firewall-policies rules create 899 --firewall-policy=shop --firewall-policy-region=us-central1 --project=acme --direction=EGRESS --action=allow --layer4-configs=tcp:6379 --dest-ip-ranges=192.168.0.0/16',
    ],
  ])('goes ahead of the rule that denies, in %s', (at, command) => {
    expect(fixOf('filter_out', { at, by: 'deny-out (priority 900)' }).command).toBe(command);
  });

  it('proposes nothing that cannot help', () => {
    const strongest = fixOf('filter_out', { at: 'VPC firewall rules of app-vpc', by: 'deny (priority 0)' });
    expect(strongest.command).toBe('gcloud compute firewall-rules describe deny --project=acme');
    const foreign = fixOf('filter_out', { at: 'firewall policy x of type SYSTEM', by: '(priority 1)' });
    expect(foreign).toMatchObject({ text: expect.stringContaining('ask Google') });
    expect(foreign.command).toBeUndefined();
  });

  it('shows what the peering brings where a route is missing', () => {
    const command =
      'gcloud compute networks peerings list-routes dfcloud-1 --network=app-vpc --project=acme --region=us-central1 --direction=INCOMING';
    expect(fixOf('no_route').command).toBe(command);
    expect(fixOf('route_elsewhere', { by: 'default-route' }).command).toBe(command);
  });

  it('leads past a policy-based route, and out of an overlap', () => {
    expect(fixOf('route_elsewhere', { at: 'policy-based routes of app-vpc', by: 'x' }).text).toContain(
      '--next-hop-other-routes=DEFAULT_ROUTING',
    );
    expect(fixOf('route_local', { at: 'subnet routes of app-vpc', by: 'x' }).text).toContain('another CIDR');
  });

  it('speaks of both halves of a peering that is down', () => {
    expect(fixOf('peering_down')).toMatchObject({
      text: expect.stringContaining('Both halves'),
      command: 'gcloud compute networks peerings list --network=app-vpc --project=acme',
    });
  });

  it('names no command of another cloud', () => {
    const codes = Object.keys(PATH_CAUSES) as (keyof typeof PATH_CAUSES)[];
    for (const code of codes) expect(fixOf(code).command ?? 'gcloud ').toMatch(/^gcloud /);
  });
});
