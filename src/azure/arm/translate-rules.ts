import { defined } from '../../internal/defined.js';
import { nameOf } from '../ids.js';
import { at, idsAt, listAt, numberAt, textAt, textsAt } from '../rest/json.js';
import type * as model from './model.js';

/* The rules of groups and of network managers. Azure fills one of two fields each, the singular or the plural one. */

export function toNsg(body: unknown): model.Nsg {
  const id = textAt(body, 'id') ?? '';
  return {
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    rules: inOrder(listAt(body, 'properties', 'securityRules').flatMap(toRule)),
    defaultRules: inOrder(listAt(body, 'properties', 'defaultSecurityRules').flatMap(toRule)),
    subnetIds: idsAt(body, 'properties', 'subnets'),
    nicIds: idsAt(body, 'properties', 'networkInterfaces'),
  };
}

function toRule(body: unknown): model.SecurityRule[] {
  return ruleOf(textAt(body, 'name') ?? '', at(body, 'properties'));
}

export function toEffectiveNsg(body: unknown): model.EffectiveNsg {
  const association = at(body, 'association');
  const kinds = [
    ['subnet', 'subnet'],
    ['networkInterface', 'nic'],
    ['networkManager', 'manager'],
  ] as const;
  const kind = kinds.find(([field]) => textAt(association, field, 'id') !== undefined)?.[1];
  return defined({
    nsgId: textAt(body, 'networkSecurityGroup', 'id'),
    association: kind ?? ('unknown' as const),
    rules: inOrder(listAt(body, 'effectiveSecurityRules').flatMap(toEffectiveRule)),
  });
}

/** Tags come expanded beside their name; `All` is the effective views' word for `*`. */
function toEffectiveRule(body: unknown): model.SecurityRule[] {
  const [rule] = ruleOf(textAt(body, 'name') ?? '', body);
  if (!rule) return [];
  const sources = textsAt(body, 'expandedSourceAddressPrefix');
  const destinations = textsAt(body, 'expandedDestinationAddressPrefix');
  return [
    {
      ...rule,
      protocol: rule.protocol.toLowerCase() === 'all' ? '*' : rule.protocol,
      ...(sources.length > 0 && { sourcePrefixes: sources }),
      ...(destinations.length > 0 && { destinationPrefixes: destinations }),
    },
  ];
}

/** None for a rule in which a word stands that we do not know: to guess would be worse than to leave it out. */
function ruleOf(name: string, fields: unknown): model.SecurityRule[] {
  const direction = wordAt(fields, 'direction', ['Inbound', 'Outbound']);
  const access = wordAt(fields, 'access', ['Allow', 'Deny']);
  if (!direction || !access) return [];
  return [
    defined({
      name,
      description: textAt(fields, 'description'),
      priority: numberAt(fields, 'priority') ?? 65_535,
      direction,
      access,
      protocol: textAt(fields, 'protocol') ?? '*',
      sourcePrefixes: bothAt(fields, 'sourceAddressPrefix', 'sourceAddressPrefixes'),
      destinationPrefixes: bothAt(fields, 'destinationAddressPrefix', 'destinationAddressPrefixes'),
      sourcePorts: bothAt(fields, 'sourcePortRange', 'sourcePortRanges'),
      destinationPorts: bothAt(fields, 'destinationPortRange', 'destinationPortRanges'),
      sourceGroupIds: idsAt(fields, 'sourceApplicationSecurityGroups'),
      destinationGroupIds: idsAt(fields, 'destinationApplicationSecurityGroups'),
    }),
  ];
}

export function toAdminRule(body: unknown): model.AdminRule[] {
  const fields = at(body, 'properties');
  const direction = wordAt(fields, 'direction', ['Inbound', 'Outbound']);
  const access = wordAt(fields, 'access', ['Allow', 'AlwaysAllow', 'Deny']);
  if (!direction || !access) return [];
  const id = textAt(body, 'id') ?? '';
  const prefixes = (side: string) =>
    listAt(fields, side).flatMap((one) => textAt(one, 'addressPrefix') ?? []);
  return [
    {
      id,
      name: textAt(body, 'name') ?? nameOf(id),
      priority: numberAt(fields, 'priority') ?? 0,
      direction,
      access,
      protocol: any(textAt(fields, 'protocol') ?? '*'),
      sourcePrefixes: orAll(prefixes('sources')),
      destinationPrefixes: orAll(prefixes('destinations')),
      sourcePorts: orAll(textsAt(fields, 'sourcePortRanges')),
      destinationPorts: orAll(textsAt(fields, 'destinationPortRanges')),
    },
  ];
}

/** A rule as ARM takes it, with one field of each pair. */
export function fromRule({ name, ...rule }: model.SecurityRule): unknown {
  const groups = (ids: readonly string[]) => ids.map((id) => ({ id }));
  return {
    name,
    properties: {
      ...(rule.description !== undefined && { description: rule.description }),
      priority: rule.priority,
      direction: rule.direction,
      access: rule.access,
      protocol: rule.protocol,
      ...oneOrMore('sourceAddressPrefix', 'sourceAddressPrefixes', rule.sourcePrefixes),
      ...oneOrMore('destinationAddressPrefix', 'destinationAddressPrefixes', rule.destinationPrefixes),
      ...oneOrMore('sourcePortRange', 'sourcePortRanges', rule.sourcePorts),
      ...oneOrMore('destinationPortRange', 'destinationPortRanges', rule.destinationPorts),
      ...(rule.sourceGroupIds.length > 0 && { sourceApplicationSecurityGroups: groups(rule.sourceGroupIds) }),
      ...(rule.destinationGroupIds.length > 0 && {
        destinationApplicationSecurityGroups: groups(rule.destinationGroupIds),
      }),
    },
  };
}

function oneOrMore(singular: string, plural: string, values: readonly string[]): Record<string, unknown> {
  const [first, ...more] = values;
  if (first === undefined) return {};
  return more.length === 0 ? { [singular]: first } : { [plural]: values };
}

function bothAt(fields: unknown, singular: string, plural: string): string[] {
  const one = textAt(fields, singular);
  return [...new Set([...(one === undefined ? [] : [one]), ...textsAt(fields, plural)])];
}

/** The word at a key in its known spelling, whatever its case in the answer. */
function wordAt<T extends string>(fields: unknown, key: string, known: readonly T[]): T | undefined {
  const word = textAt(fields, key)?.toLowerCase();
  return known.find((one) => one.toLowerCase() === word);
}

function inOrder(rules: model.SecurityRule[]): model.SecurityRule[] {
  return rules.sort((a, b) => a.priority - b.priority);
}

/** Network managers write `Any`. */
function any(protocol: string): string {
  return protocol.toLowerCase() === 'any' ? '*' : protocol;
}

function orAll(values: string[]): string[] {
  return values.length > 0 ? values : ['*'];
}
