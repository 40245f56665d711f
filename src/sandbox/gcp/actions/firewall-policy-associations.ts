import type { Action, Started } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { FirewallPolicy, PolicyAssociation } from '../state/firewall-policy-record.js';
import { changing, checkReady } from '../state/lifecycle.js';
import { detach, isAttached } from '../state/policy-associations.js';
import { invalidValue } from '../wire/errors.js';
import type { Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { onPolicy, type PolicyFamily, policyOf } from './firewall-policy-family.js';
import { networkNamed } from './networks-named.js';

/** The methods about what a policy is attached to. */
export function policyAssociationActions(family: PolicyFamily): Action[] {
  const { name, path, operation } = family;
  const item = `${path}/{firewallPolicy}`;
  return [
    {
      name: `${name}.getAssociation`,
      method: 'GET',
      path: `${item}/getAssociation`,
      query: ['name'],
      needs: (call) => onPolicy(call, family, 'get'),
      answer: (call) => {
        const policy = policyOf(call, family);
        return associationView(policy, associationNamed(policy, call.query.get('name')));
      },
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

/** A network has one policy of each kind: one global, and one for each region. */
function associate(call: Call, family: PolicyFamily): Started {
  const { body, world, query } = call;
  body.only(['name', 'attachmentTarget', 'firewallPolicyId', 'displayName', 'shortName']);
  const policy = policyOf(call, family);
  checkReady(policy);
  const network = networkNamed(call, body.required('attachmentTarget'), 'resource.attachmentTarget');
  const target = linkOf(network.path);
  const holders = world.firewallPolicies
    .all()
    .filter((other) => other.scope === policy.scope && isAttached(other, target));
  if (holders.length > 0 && query.get('replaceExistingAssociation') !== 'true') {
    const why = 'The network is associated with another firewall policy already.';
    throw invalidValue('resource.attachmentTarget', target, why);
  }
  const association = { name: body.text('name') ?? network.name, attachmentTarget: target };
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

/** As the API shows it, by itself and in its policy. */
export function associationView(policy: FirewallPolicy, association: PolicyAssociation): Fields {
  return { ...association, firewallPolicyId: policy.id, shortName: policy.name };
}

/** An unknown one is 400 as well, like an unknown rule. */
function associationNamed({ fields }: FirewallPolicy, name: string | null): PolicyAssociation {
  const association = fields.associations?.find((one) => one.name === name);
  if (association) return association;
  throw invalidValue('name', name ?? '', 'An association with that name does not exist.');
}
