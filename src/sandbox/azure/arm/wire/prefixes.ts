import { type Cidr, parseCidr } from '../../../../path/cidr.js';
import { networkError } from './errors.js';

/**
 * An address block of a virtual network, subnet or route.
 * @throws {ArmError} InvalidAddressPrefixFormat or InvalidCIDRNotation
 */
export function checkedPrefix(text: string, resourceId: string): Cidr {
  const result = parseCidr(text);
  if (result.ok) return result.cidr;
  if (result.reason === 'host_bits' && result.suggestion) {
    throw networkError(
      400,
      'InvalidCIDRNotation',
      `The address prefix ${text} in resource ${resourceId} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${result.suggestion}.`,
    );
  }
  throw networkError(
    400,
    'InvalidAddressPrefixFormat',
    `Address prefix ${text} of resource ${resourceId} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
  );
}

/** The blocks of one list that share an address with a block of the other. */
export function overlapping(prefixes: readonly string[], others: readonly string[]): string[] {
  const theirs = blocks(others);
  return blocks(prefixes)
    .filter((block) => theirs.some((other) => other.overlaps(block)))
    .map(String);
}

/** True when one of the blocks holds the whole of `prefix`. */
export function holds(prefixes: readonly string[], prefix: string): boolean {
  const inner = parseCidr(prefix);
  return inner.ok && blocks(prefixes).some((block) => block.contains(inner.cidr));
}

/** True when both lists name the same blocks, in whatever order. */
export function sameBlocks(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

function blocks(prefixes: readonly string[]): Cidr[] {
  return prefixes.flatMap((text) => {
    const result = parseCidr(text);
    return result.ok ? [result.cidr] : [];
  });
}
