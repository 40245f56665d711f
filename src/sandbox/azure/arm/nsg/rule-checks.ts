import { hostCidr, parseCidr } from '../../../../path/cidr.js';
import type { ArmError } from '../wire/arm-error.js';
import type { Body } from '../wire/body.js';
import { networkError } from '../wire/errors.js';

/** The two ends of a rule, as its fields begin. */
export type End = 'source' | 'destination';

const PROTOCOLS = ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah'];

/**
 * What the network provider refuses in a rule by itself, with the messages that were recorded. The wordings for missing
 * parts, protocol, access and direction are not recorded.
 * @throws {ArmError}
 */
export function checkRule(id: string, properties: Body): void {
  checkWord(id, 'protocol', properties.text('protocol'), PROTOCOLS);
  checkWord(id, 'access', properties.text('access'), ['Allow', 'Deny']);
  checkWord(id, 'direction', properties.text('direction'), ['Inbound', 'Outbound']);
  checkPriority(properties.number('priority'));
  if ((properties.text('description') ?? '').length > 140) {
    throw refusal('SecurityRuleDescriptionTooLong', 'Security rule description cannot exceed 140 chars.');
  }
  for (const end of ['source', 'destination'] as const) {
    checkPorts(id, end, properties);
    checkAddresses(id, end, properties);
  }
}

/** The word as Azure writes it. */
export function canonicalProtocol(given: string): string {
  return PROTOCOLS.find((known) => known.toLowerCase() === given.toLowerCase()) ?? given;
}

function checkWord(id: string, field: string, given: string | undefined, legal: readonly string[]): void {
  if (given !== undefined && legal.some((word) => word.toLowerCase() === given.toLowerCase())) return;
  const code = `SecurityRuleInvalid${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  throw refusal(
    code,
    `Security rule ${id} has invalid ${field}. Value provided: ${given ?? ''} Allowed values: ${legal.join(', ')}.`,
  );
}

function checkPriority(priority: number | undefined): void {
  if (Number.isInteger(priority) && Number(priority) >= 100 && Number(priority) <= 4096) return;
  throw refusal(
    'SecurityRuleInvalidPriority',
    `Security rule has invalid Priority. Value provided: ${priority ?? 0} Allowed range 100-4096.`,
  );
}

function checkPorts(id: string, end: End, properties: Body): void {
  const single = properties.text(`${end}PortRange`);
  const all = [...(single === undefined ? [] : [single]), ...(properties.texts(`${end}PortRanges`) ?? [])];
  if (all.length === 0) throw missing(id, `${capital(end)}PortRanges or ${capital(end)}PortRange`);
  const wrong = all.find((text) => !isPortRange(text));
  if (wrong === undefined) return;
  throw refusal(
    'SecurityRuleInvalidPortRange',
    `Security rule has invalid Port range. Value provided: ${wrong}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.`,
  );
}

function isPortRange(text: string): boolean {
  if (text === '*') return true;
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return from !== undefined && Number(from) <= Number(to) && Number(to) <= 65_535;
}

function checkAddresses(id: string, end: End, properties: Body): void {
  const single = properties.text(`${end}AddressPrefix`);
  const several = properties.texts(`${end}AddressPrefixes`) ?? [];
  const groups = properties.references(`${end}ApplicationSecurityGroups`) ?? [];
  const all = [...(single === undefined || single === '' ? [] : [single]), ...several];
  const name = capital(end);
  if (all.length === 0 && groups.length === 0) {
    throw missing(id, `${name}AddressPrefixes, ${name}AddressPrefix, or ${name}ApplicationSecurityGroups`);
  }
  const wrong = all.find((text) => !isAddress(text));
  if (wrong !== undefined) {
    throw refusal(
      'SecurityRuleInvalidAddressPrefix',
      `Security rule ${id} has invalid Address prefix. Value provided: ${wrong}`,
    );
  }
  checkOverlaps(id, end, several);
}

/** `*`, a service tag, an address or a block. A bare number is taken, too (recorded); `…:0::/64` is not (recorded). */
function isAddress(text: string): boolean {
  if (text === '*' || /^[a-z][\w.]*$/i.test(text) || /^\d+$/.test(text)) return true;
  if (/(^|:)0+::/.test(text)) return false;
  return parseCidr(text).ok || hostCidr(text) !== undefined;
}

function checkOverlaps(id: string, end: End, prefixes: readonly string[]): void {
  const blocks = prefixes.flatMap((text) => {
    const result = parseCidr(text);
    return result.ok ? [result.cidr] : (hostCidr(text) ?? []);
  });
  const pairs = blocks.flatMap((block, index) =>
    blocks.slice(index + 1).flatMap((other) => {
      if (!block.overlaps(other)) return [];
      const [wide, narrow] = block.contains(other) ? [block, other] : [other, block];
      return [`[${wide}, ${narrow}]`];
    }),
  );
  if (pairs.length === 0) return;
  throw refusal(
    'OverlappingSubnetsNotPermittedInSecurityRule',
    `Security rule parameter ${capital(end)}AddressPrefix for rule with Id ${id} contains overlapping subnets ${pairs.join(',')}, which is not permitted.`,
  );
}

function missing(id: string, what: string): ArmError {
  return refusal(
    'SecurityRuleParametersMissing',
    `Required security rule parameters are missing for security rule with Id: ${id}. Security rule must specify ${what}.`,
  );
}

function capital(end: End): string {
  return end === 'source' ? 'Source' : 'Destination';
}

function refusal(code: string, message: string): ArmError {
  return networkError(400, code, message);
}
