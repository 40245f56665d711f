import { type Cidr, parseCidr } from '../../../path/cidr.js';
import type { Call } from '../aws-context.js';
import { invalidValue, wireName } from './errors.js';

/** The block that a text means, host bits dropped as EC2 does; undefined when it is none of that family. */
export function canonical(text: string, family?: 4 | 6): Cidr | undefined {
  const result = parseCidr(text);
  const block = result.ok ? result.cidr : result.reason === 'host_bits' ? result.suggestion : undefined;
  return family === undefined || block?.family === family ? block : undefined;
}

/** @throws {Ec2Error} `InvalidParameterValue`, in the words of EC2. */
export function cidrValue(name: string, text: string, family?: 4 | 6): Cidr {
  const block = canonical(text, family);
  if (block) return block;
  throw invalidValue(
    `Value (${text}) for parameter ${wireName(name)} is invalid. This is not a valid CIDR block.`,
  );
}

/**
 * The block in a required parameter.
 * @throws {Ec2Error} `MissingParameter`, `InvalidParameterValue`
 */
export function cidrParam(call: Call, name: string, family?: 4 | 6): Cidr {
  return cidrValue(name, call.params.required(name), family);
}
