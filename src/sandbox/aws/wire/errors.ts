import type { Kind } from '../state/kinds.js';
import { Ec2Error } from './ec2-error.js';

/** EC2 names parameters in its messages with a small first letter. */
export const wireName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export const missingParameter = (name: string): Ec2Error =>
  new Ec2Error('MissingParameter', `The request must contain the parameter ${wireName(name)}`);

export const invalidValue = (message: string): Ec2Error => new Ec2Error('InvalidParameterValue', message);

export const invalidCombination = (message: string): Ec2Error =>
  new Ec2Error('InvalidParameterCombination', message);

export const notFound = (kind: Kind, id: string): Ec2Error =>
  new Ec2Error(kind.notFound, kind.absent?.(id) ?? `The ${kind.noun} '${id}' does not exist`);

/** The wording of a recorded answer: `Invalid id: "foobar"`. */
export const malformedId = (kind: Kind, id: string): Ec2Error =>
  new Ec2Error(kind.malformed, `Invalid id: "${id}"`);

export const dependencyViolation = (what: string, id: string): Ec2Error =>
  new Ec2Error('DependencyViolation', `The ${what} '${id}' has dependencies and cannot be deleted.`);
