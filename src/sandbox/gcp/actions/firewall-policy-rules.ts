import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { PolicyRule } from '../state/firewall-policy-record.js';
import { changing, checkReady } from '../state/lifecycle.js';
import { Body } from '../wire/body.js';
import { invalidValue } from '../wire/errors.js';
import { onPolicy, type PolicyFamily, policyOf } from './firewall-policy-family.js';
import { LAST_PRIORITY, policyRule } from './policy-rule-fields.js';

type Rules = readonly PolicyRule[];

/** The methods that change rules, with what each makes of them. The rule is named by its priority. */
const CHANGES: Readonly<Record<string, (call: Call, rules: Rules) => Rules>> = {
  addRule: ({ body }, rules) => {
    const rule = policyRule(body);
    if (!rules.some(({ priority }) => priority === rule.priority)) return [...rules, rule];
    throw invalidValue('resource.priority', String(rule.priority), 'Rule priorities must be unique.');
  },
  patchRule: (call, rules) => {
    const before = ruleAt(rules, priorityIn(call));
    return [...without(rules, before), policyRule(new Body({ ...before, ...call.body.fields }))];
  },
  removeRule: (call, rules) => without(rules, ruleAt(rules, priorityIn(call))),
};

/** The methods about single rules. */
export function policyRuleActions(family: PolicyFamily): Action[] {
  const item = `${family.path}/{firewallPolicy}`;
  const getRule: Action = {
    name: `${family.name}.getRule`,
    method: 'GET',
    path: `${item}/getRule`,
    query: ['priority'],
    needs: (call) => onPolicy(call, family, 'get'),
    answer: (call) => ruleAt(policyOf(call, family).fields.rules, priorityIn(call)),
  };
  const changes = Object.entries(CHANGES).map(([verb, change]): Action => {
    return {
      name: `${family.name}.${verb}`,
      method: 'POST',
      path: `${item}/${verb}`,
      query: verb === 'addRule' ? ['minPriority', 'maxPriority'] : ['priority'],
      needs: (call) => onPolicy(call, family, 'update'),
      start: (call) => {
        const policy = policyOf(call, family);
        checkReady(policy);
        const rules = [...change(call, policy.fields.rules)].sort((x, y) => x.priority - y.priority);
        return changing(policy, `${family.operation}.${verb}`, (fields) => ({ ...fields, rules }));
      },
    };
  });
  return [getRule, ...changes];
}

function without(rules: Rules, gone: PolicyRule): Rules {
  return rules.filter((rule) => rule !== gone);
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
