import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { FirewallPolicy } from '../state/firewall-policy-record.js';
import { resourceView } from '../state/lifecycle.js';
import { isAttached } from '../state/policy-associations.js';
import type { HierarchicalPolicy, Network } from '../state/records.js';
import { invalidValue, notFound, requiredField } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { instanceOf, onInstance, ZONE_INSTANCE } from './instances.js';
import { NETWORK, networkOf, onNetwork } from './networks.js';
import { networkPath } from './networks-named.js';
import { regionScope } from './places.js';

/** What the three ways of asking say about policies: the network's answer knows neither regions nor all the types. */
interface View {
  /** The region whose policies count, too. */
  readonly region?: string;
  /** Whether Google's own policies are called SYSTEM, whatever their scope. */
  readonly plainSystem: boolean;
  /** Whether the short names are shown. */
  readonly shortNames: boolean;
}

/** What of firewalls is in effect on a network, in one of its regions, or on the interface of a VM. */
export const EFFECTIVE_FIREWALL_ACTIONS: readonly Action[] = [
  {
    name: 'compute.networks.getEffectiveFirewalls',
    method: 'GET',
    path: `${NETWORK}/getEffectiveFirewalls`,
    needs: (call) => onNetwork(call, 'compute.networks.getEffectiveFirewalls'),
    answer: (call) => effective(call, networkOf(call), { plainSystem: true, shortNames: true }),
  },
  {
    name: 'compute.regionNetworkFirewallPolicies.getEffectiveFirewalls',
    method: 'GET',
    path: '/compute/v1/projects/{project}/regions/{region}/firewallPolicies/getEffectiveFirewalls',
    query: ['network'],
    needs: (call) => {
      const path = networkPath(call, call.query.get('network') ?? '') ?? `projects/${call.project.id}`;
      return [{ permission: 'compute.networks.getRegionEffectiveFirewalls', path }];
    },
    answer: (call) => {
      const region = regionScope(call).replace('regions/', '');
      return effective(call, networkAsked(call), { region, plainSystem: false, shortNames: false });
    },
  },
  {
    name: 'compute.instances.getEffectiveFirewalls',
    method: 'GET',
    path: `${ZONE_INSTANCE}/getEffectiveFirewalls`,
    query: ['networkInterface'],
    needs: (call) => onInstance(call, 'compute.instances.getEffectiveFirewalls'),
    answer: ofInstance,
  },
];

function networkAsked(call: Call): Network {
  const reference = call.query.get('network');
  if (!reference) throw requiredField('network');
  const path = networkPath(call, reference);
  const network = path === undefined ? undefined : call.world.networks.get(path);
  if (!network || !call.sees(network)) throw notFound(path ?? reference);
  return network;
}

/** Only the rules that are for this VM, by its tags and service accounts; those of the policies for its network all. */
function ofInstance(call: Call): Fields {
  const instance = instanceOf(call);
  const nic = call.query.get('networkInterface') ?? '';
  const index = instance.fields.networkInterfaces.findIndex(({ name }) => name === nic);
  const network = call.world.networks.get(instance.interfaces[index]?.network ?? '');
  if (!network) throw invalidValue('networkInterface', nic, 'The instance has no such network interface.');
  const region = instance.scope.replace(/^zones\/(.*)-[a-z]$/, '$1');
  const answer = effective(call, network, { region, plainSystem: false, shortNames: true });
  const tags = instance.fields.tags.items ?? [];
  const accounts = (instance.fields.serviceAccounts ?? []).map(({ email }) => email);
  const firewalls = rulesOf(call, network).filter(
    (rule) => isMeant(rule.targetTags, tags) && isMeant(rule.targetServiceAccounts, accounts),
  );
  return defined({ ...answer, firewalls: firewalls.length > 0 ? firewalls : undefined });
}

function isMeant(targets: unknown, own: readonly string[]): boolean {
  return !Array.isArray(targets) || targets.some((target) => own.includes(target));
}

/** Without anything in effect the answer is `{}` (recorded). */
function effective(call: Call, network: Network, view: View): Fields {
  const firewalls = rulesOf(call, network);
  const policies = [
    ...outerPolicies(call, network, view),
    ...networkPolicies(call, network, 'global').map((policy) => ownView(policy, 'NETWORK', view)),
    ...(view.region === undefined ? [] : networkPolicies(call, network, `regions/${view.region}`)).map(
      (policy) => ownView(policy, 'NETWORK_REGIONAL', view),
    ),
  ];
  return defined({
    firewalls: firewalls.length > 0 ? firewalls : undefined,
    firewallPolicys: policies.length > 0 ? policies : undefined,
  });
}

function rulesOf({ world, sees }: Call, { path }: Network): Fields[] {
  const own = world.firewalls.all().filter((rule) => rule.network === path && sees(rule));
  return own.map((rule) => resourceView(world.firewalls, rule));
}

function networkPolicies({ world, sees }: Call, { path }: Network, scope: string): FirewallPolicy[] {
  const target = linkOf(path);
  return world.firewallPolicies
    .all()
    .filter((policy) => policy.scope === scope && sees(policy) && isAttached(policy, target));
}

function ownView(policy: FirewallPolicy, type: string, { shortNames }: View): Fields {
  return defined({
    name: policy.id,
    displayName: policy.name,
    shortName: shortNames ? policy.name : undefined,
    type,
    priority: 1000,
    rules: policy.fields.rules,
  });
}

/** The organization's, the folders' and Google's own. Those of a region count there only; rules may name networks. */
function outerPolicies({ world }: Call, { project, path }: Network, view: View): Fields[] {
  const policies = world.hierarchy.get(project) ?? [];
  return policies
    .filter(({ region }) => region === undefined || region === view.region)
    .map(({ name, shortName, type = 'HIERARCHY', priority, rules }) =>
      defined({
        name,
        displayName: shortName,
        shortName: view.shortNames ? shortName : undefined,
        type: view.plainSystem && type.startsWith('SYSTEM_') ? 'SYSTEM' : type,
        priority: type === 'HIERARCHY' ? undefined : priority,
        rules: rules.filter((rule) => isFor(rule, path)),
      }),
    );
}

/** Rules for other networks are left out. */
function isFor({ targetResources }: HierarchicalPolicy['rules'][number], path: string): boolean {
  return !Array.isArray(targetResources) || targetResources.some((link) => String(link).endsWith(path));
}
