import { type Action, LISTED, type Needed, type Started } from '../action.js';
import { checkFingerprint, fingerprintOf } from '../fingerprint.js';
import type { Call } from '../gcp-context.js';
import type {
  FirewallPolicy,
  FirewallPolicyFields,
  PolicyAssociation,
  PolicyRule,
} from '../state/firewall-policy-record.js';
import {
  changing,
  checkReady,
  deleting,
  found,
  inserting,
  newResource,
  resourceView,
} from '../state/lifecycle.js';
import { Body } from '../wire/body.js';
import { invalidValue } from '../wire/errors.js';
import type { Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { onProject } from './networks.js';
import { networkNamed } from './networks-named.js';
import { regionScope } from './places.js';
import { CLOSING_RULES, LAST_PRIORITY, policyRule } from './policy-rule-fields.js';

/** How a family of methods is called, where it is, and what its operations say (recorded for the global one). */
interface Family {
  readonly name: string;
  readonly path: string;
  readonly operation: string;
  readonly scope: (call: Call) => string;
}

const GLOBAL: Family = {
  name: 'compute.networkFirewallPolicies',
  path: '/compute/v1/projects/{project}/global/firewallPolicies',
  operation: 'compute.networkFirewallPolicy',
  scope: () => 'global',
};
const REGIONAL: Family = {
  name: 'compute.regionNetworkFirewallPolicies',
  path: '/compute/v1/projects/{project}/regions/{region}/firewallPolicies',
  operation: 'compute.regionNetworkFirewallPolicy',
  scope: regionScope,
};

/** Network firewall policies, global and regional: the policies, their rules and what they are attached to. */
export const FIREWALL_POLICY_ACTIONS: readonly Action[] = [GLOBAL, REGIONAL].flatMap((family) => [
  ...policyActions(family),
  ...ruleActions(family),
  ...associationActions(family),
]);

function policyActions(family: Family): Action[] {
  const { name, path, operation } = family;
  const item = `${path}/{firewallPolicy}`;
  return [
    {
      name: `${name}.list`,
      method: 'GET',
      path,
      query: LISTED,
      needs: (call) => onProject(call, 'compute.firewallPolicies.list'),
      answer: (call) => listPolicies(call, family),
    },
    {
      name: `${name}.get`,
      method: 'GET',
      path: item,
      needs: (call) => onPolicy(call, family, 'get'),
      answer: (call) => policyView(call, policyOf(call, family)),
    },
    {
      name: `${name}.insert`,
      method: 'POST',
      path,
      needs: (call) => [
        { permission: 'compute.firewallPolicies.create', path: `projects/${call.project.id}` },
      ],
      start: (call) => insertPolicy(call, family),
    },
    {
      name: `${name}.patch`,
      method: 'PATCH',
      path: item,
      needs: (call) => onPolicy(call, family, 'update'),
      start: (call) => {
        call.body.only(['description', 'fingerprint', 'name', 'kind', 'id', 'selfLink']);
        const policy = policyOf(call, family);
        checkFingerprint(policy.fields, call.body.text('fingerprint'));
        const description = call.body.text('description') ?? policy.fields.description;
        return changing(policy, `${operation}.patch`, (fields) => ({ ...fields, description }));
      },
    },
    {
      name: `${name}.delete`,
      method: 'DELETE',
      path: item,
      needs: (call) => onPolicy(call, family, 'delete'),
      start: (call) => {
        const policy = policyOf(call, family);
        const user = () =>
          policy.fields.associations?.[0]?.attachmentTarget.replace(/^.*?\/(?=projects\/)/, '');
        return deleting(call.world.firewallPolicies, policy, { operationType: `${operation}.delete`, user });
      },
    },
  ];
}

function ruleActions(family: Family): Action[] {
  const { name, path, operation } = family;
  const item = `${path}/{firewallPolicy}`;
  const changed = (
    call: Call,
    verb: string,
    change: (rules: readonly PolicyRule[]) => readonly PolicyRule[],
  ) => {
    const policy = policyOf(call, family);
    checkReady(policy);
    const rules = [...change(policy.fields.rules)].sort((a, b) => a.priority - b.priority);
    return changing(policy, `${operation}.${verb}`, (fields) => ({ ...fields, rules }));
  };
  const without = (rules: readonly PolicyRule[], priority: number) =>
    rules.filter((rule) => rule.priority !== priority);
  return [
    {
      name: `${name}.getRule`,
      method: 'GET',
      path: `${item}/getRule`,
      query: ['priority'],
      needs: (call) => onPolicy(call, family, 'get'),
      answer: (call) => ruleAt(policyOf(call, family).fields.rules, priorityIn(call)),
    },
    {
      name: `${name}.addRule`,
      method: 'POST',
      path: `${item}/addRule`,
      query: ['minPriority', 'maxPriority'],
      needs: (call) => onPolicy(call, family, 'update'),
      start: (call) =>
        changed(call, 'addRule', (rules) => {
          const rule = policyRule(call.body);
          if (!rules.some(({ priority }) => priority === rule.priority)) return [...rules, rule];
          throw invalidValue('resource.priority', String(rule.priority), 'Rule priorities must be unique.');
        }),
    },
    {
      name: `${name}.patchRule`,
      method: 'POST',
      path: `${item}/patchRule`,
      query: ['priority'],
      needs: (call) => onPolicy(call, family, 'update'),
      start: (call) =>
        changed(call, 'patchRule', (rules) => {
          const priority = priorityIn(call);
          const before = ruleAt(rules, priority);
          return [...without(rules, priority), policyRule(new Body({ ...before, ...call.body.fields }))];
        }),
    },
    {
      name: `${name}.removeRule`,
      method: 'POST',
      path: `${item}/removeRule`,
      query: ['priority'],
      needs: (call) => onPolicy(call, family, 'update'),
      start: (call) =>
        changed(call, 'removeRule', (rules) => without(rules, ruleAt(rules, priorityIn(call)).priority)),
    },
  ];
}

function associationActions(family: Family): Action[] {
  const { name, path, operation } = family;
  const item = `${path}/{firewallPolicy}`;
  return [
    {
      name: `${name}.getAssociation`,
      method: 'GET',
      path: `${item}/getAssociation`,
      query: ['name'],
      needs: (call) => onPolicy(call, family, 'get'),
      answer: (call) => ({ ...associationNamed(policyOf(call, family), call.query.get('name')) }),
    },
    {
      name: `${name}.addAssociation`,
      method: 'POST',
      path: `${item}/addAssociation`,
      query: ['replaceExistingAssociation'],
      needs: (call) => onPolicy(call, family, 'use'),
      start: (call) => associate(call, family),
    },
    {
      name: `${name}.removeAssociation`,
      method: 'POST',
      path: `${item}/removeAssociation`,
      query: ['name'],
      needs: (call) => onPolicy(call, family, 'use'),
      start: (call) => {
        const policy = policyOf(call, family);
        const gone = associationNamed(policy, call.query.get('name'));
        return changing(policy, `${operation}.removeAssociation`, (fields) => ({
          ...fields,
          associations: fields.associations?.filter((one) => one !== gone),
        }));
      },
    },
  ];
}

function insertPolicy(call: Call, family: Family): Started {
  const { body, world, project, gcp } = call;
  body.only(['name', 'description', 'kind', 'rules', 'associations', 'policyType']);
  const at = { project: project.id, scope: family.scope(call), name: body.required('name') };
  const given = body.objects('rules')?.map((rule) => policyRule(rule)) ?? [];
  const rules = [...given, ...CLOSING_RULES].sort((a, b) => a.priority - b.priority);
  const fields: FirewallPolicyFields = { description: body.text('description'), rules };
  const made = newResource(gcp, world.firewallPolicies, at, fields);
  return inserting(call, world.firewallPolicies, made, { operationType: `${family.operation}.insert` });
}

/** A network has one policy of each kind: one global, and one for each region. */
function associate(call: Call, family: Family): Started {
  const { body, world, query } = call;
  body.only(['name', 'attachmentTarget', 'firewallPolicyId', 'displayName', 'shortName']);
  const policy = policyOf(call, family);
  checkReady(policy);
  const network = networkNamed(call, body.required('attachmentTarget'), 'resource.attachmentTarget');
  const target = linkOf(network.path);
  const holders = world.firewallPolicies
    .all()
    .filter(
      ({ scope, fields }) =>
        scope === policy.scope && fields.associations?.some((one) => one.attachmentTarget === target),
    );
  if (holders.length > 0 && query.get('replaceExistingAssociation') !== 'true') {
    const why = 'The network is associated with another firewall policy already.';
    throw invalidValue('resource.attachmentTarget', target, why);
  }
  const association = {
    name: body.text('name') ?? network.name,
    attachmentTarget: target,
    firewallPolicyId: policy.id,
    shortName: policy.name,
  };
  const started = changing(policy, `${family.operation}.addAssociation`, (fields) => ({
    ...fields,
    associations: [...(fields.associations ?? []), association],
  }));
  return {
    ...started,
    finish: () => {
      for (const holder of holders) detach(holder, target);
      started.finish?.();
    },
  };
}

function detach(policy: FirewallPolicy, target: string): void {
  const associations = policy.fields.associations?.filter(
    ({ attachmentTarget }) => attachmentTarget !== target,
  );
  policy.fields = { ...policy.fields, associations };
}

function listPolicies(call: Call, family: Family): Fields {
  const { world, project } = call;
  const scope = family.scope(call);
  const own = world.firewallPolicies.all().filter((policy) => {
    return policy.project === project.id && policy.scope === scope && call.sees(policy);
  });
  return listAnswer(call.query, {
    kind: 'compute#firewallPolicyList',
    path: `projects/${project.id}/${scope}/firewallPolicies`,
    items: own.map((policy) => policyView(call, policy)),
  });
}

/** As recorded; a rule that may be read by itself has the same shape here. */
function policyView({ world }: Call, policy: FirewallPolicy): Fields {
  const { rules, associations } = policy.fields;
  return resourceView(world.firewallPolicies, policy, {
    associations: associations?.length === 0 ? undefined : associations,
    fingerprint: fingerprintOf(policy.fields),
    policySource: 'USER_DEFINED',
    ruleTupleCount: rules.reduce((sum, { ruleTupleCount }) => sum + Number(ruleTupleCount ?? 0), 0),
    selfLinkWithId: linkOf(world.firewallPolicies.path(policy.project, policy.scope, policy.id)),
  });
}

/** By name, or by id. */
function policyOf(call: Call, family: Family): FirewallPolicy {
  const wanted = call.part('firewallPolicy');
  const scope = family.scope(call);
  const { world, project } = call;
  const byId = world.firewallPolicies.all().find(({ id, project: of }) => id === wanted && of === project.id);
  const path = byId?.path ?? world.firewallPolicies.path(project.id, scope, wanted);
  return found<FirewallPolicy>(call, world.firewallPolicies, path);
}

function ruleAt(rules: readonly PolicyRule[], priority: number): PolicyRule {
  const rule = rules.find((one) => one.priority === priority);
  if (rule) return rule;
  const why = `The firewall policy does not contain a rule at priority ${priority}.`;
  throw invalidValue('priority', String(priority), why);
}

function priorityIn({ query }: Call): number {
  const text = query.get('priority') ?? '';
  if (/^\d+$/.test(text) && Number(text) <= LAST_PRIORITY) return Number(text);
  throw invalidValue('priority', text, `Must be between 0 and ${LAST_PRIORITY}, inclusive.`);
}

/** An unknown one is 400 as well, like an unknown rule. */
function associationNamed({ fields }: FirewallPolicy, name: string | null): PolicyAssociation {
  const association = fields.associations?.find((one) => one.name === name);
  if (association) return association;
  throw invalidValue('name', name ?? '', 'An association with that name does not exist.');
}

function onPolicy(call: Call, family: Family, verb: string): Needed[] {
  const path = call.world.firewallPolicies.path(
    call.project.id,
    family.scope(call),
    call.part('firewallPolicy'),
  );
  return [{ permission: `compute.firewallPolicies.${verb}`, path }];
}
