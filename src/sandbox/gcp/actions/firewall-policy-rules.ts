import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { PolicyRule } from '../state/firewall-policy-record.js';
import { changing, checkReady } from '../state/lifecycle.js';
import { Body } from '../wire/body.js';
import { invalidValue } from '../wire/errors.js';
import { onPolicy, type PolicyFamily, policyOf } from './firewall-policy-family.js';
import { LAST_PRIORITY, policyRule } from './policy-rule-fields.js';

/** The methods about single rules: they are named by their priority. */
export function policyRuleActions(family: PolicyFamily): Action[] {
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
