import { type Cidr, hostCidr, parseCidr } from '../../../path/cidr.js';
import { ALL_PORTS, type PortRange } from '../../../path/port-range.js';

/** A block, or the one of a single address; host bits are dropped. Undefined for what is no address. */
export function blockOf(text: string | undefined): Cidr | undefined {
  if (text === undefined) return undefined;
  const parsed = parseCidr(text);
  return parsed.ok ? parsed.cidr : (parsed.suggestion ?? hostCidr(text));
}

/** The same for a list. */
export function blocksOf(texts: readonly string[]): Cidr[] {
  return texts.flatMap((text) => blockOf(text) ?? []);
}

/** `6379` or `6000-7000`; undefined for what is neither. */
export function portsOf(text: string): PortRange | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = { from: Number(first), to: Number(last) };
  return range.from <= range.to && range.to <= ALL_PORTS.to ? range : undefined;
}
