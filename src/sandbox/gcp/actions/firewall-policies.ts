import { type Action, LISTED, type Started } from '../action.js';
import { checkFingerprint, fingerprintOf } from '../fingerprint.js';
import type { Call } from '../gcp-context.js';
import type { FirewallPolicy, FirewallPolicyFields } from '../state/firewall-policy-record.js';
import { changing, deleting, inserting, newResource, resourceView } from '../state/lifecycle.js';
import type { Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { associationView, policyAssociationActions } from './firewall-policy-associations.js';
import {
  GLOBAL_POLICIES,
  onPolicy,
  type PolicyFamily,
  policyOf,
  REGIONAL_POLICIES,
} from './firewall-policy-family.js';
import { policyRuleActions } from './firewall-policy-rules.js';
import { onProject } from './networks.js';
import { CLOSING_RULES, policyRule } from './policy-rule-fields.js';

/** Network firewall policies, global and regional: the policies, their rules and what they are attached to. */
export const FIREWALL_POLICY_ACTIONS: readonly Action[] = [GLOBAL_POLICIES, REGIONAL_POLICIES].flatMap(
  (family) => [...policyActions(family), ...policyRuleActions(family), ...policyAssociationActions(family)],
);

function policyActions(family: PolicyFamily): Action[] {
  const { name, path } = family;
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
      start: (call) => patchPolicy(call, family),
    },
    {
      name: `${name}.delete`,
      method: 'DELETE',
      path: item,
      needs: (call) => onPolicy(call, family, 'delete'),
      start: (call) => deletePolicy(call, family),
    },
  ];
}

function insertPolicy(call: Call, family: PolicyFamily): Started {
  const { body, world, project, gcp } = call;
  body.only(['name', 'description', 'kind', 'rules', 'associations', 'policyType']);
  const at = { project: project.id, scope: family.scope(call), name: body.required('name') };
  const given = body.objects('rules')?.map((rule) => policyRule(rule)) ?? [];
  const rules = [...given, ...CLOSING_RULES].sort((a, b) => a.priority - b.priority);
  const fields: FirewallPolicyFields = { description: body.text('description'), rules };
  const made = newResource(gcp, world.firewallPolicies, at, fields);
  return inserting(call, world.firewallPolicies, made, { operationType: `${family.operation}.insert` });
}

/** Only the description can be changed here; rules and associations have methods of their own. */
function patchPolicy(call: Call, family: PolicyFamily): Started {
  const { body } = call;
  body.only(['description', 'fingerprint', 'name', 'kind', 'id', 'selfLink']);
  const policy = policyOf(call, family);
  checkFingerprint(policy.fields, body.text('fingerprint'));
  const description = body.text('description') ?? policy.fields.description;
  return changing(policy, `${family.operation}.patch`, (fields) => ({ ...fields, description }));
}

function deletePolicy(call: Call, family: PolicyFamily): Started {
  const policy = policyOf(call, family);
  const user = () => policy.fields.associations?.[0]?.attachmentTarget.replace(/^.*?\/(?=projects\/)/, '');
  return deleting(call.world.firewallPolicies, policy, { operationType: `${family.operation}.delete`, user });
}

function listPolicies(call: Call, family: PolicyFamily): Fields {
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
    associations: associations?.length ? associations.map((one) => associationView(policy, one)) : undefined,
    fingerprint: fingerprintOf(policy.fields),
    policySource: 'USER_DEFINED',
    ruleTupleCount: rules.reduce((sum, { ruleTupleCount }) => sum + Number(ruleTupleCount ?? 0), 0),
    selfLinkWithId: linkOf(world.firewallPolicies.path(policy.project, policy.scope, policy.id)),
  });
}
