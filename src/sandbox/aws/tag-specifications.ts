import { Ec2Error } from './wire/ec2-error.js';
import type { Params } from './wire/params.js';

const MAX_TAGS = 50;

/**
 * The tags that `TagSpecification` gives to a new object of this type.
 * @throws {Ec2Error} `InvalidParameterValue`, `TagLimitExceeded`
 */
export function tagsFor(params: Params, type: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const name of ['TagSpecification', 'TagSpecifications']) {
    for (const specification of params.members(name)) {
      const wanted = specification.required('ResourceType');
      if (wanted !== type) {
        throw new Ec2Error(
          'InvalidParameterValue',
          `'${wanted}' is not a valid taggable resource type for this operation.`,
        );
      }
      for (const [key, value] of readTags(specification, 'Tag')) tags.set(key, value);
    }
  }
  return tags;
}

/**
 * Reads `Tag.1.Key`, `Tag.1.Value`, …
 * @throws {Ec2Error} `InvalidParameterValue`, `TagLimitExceeded`
 */
export function readTags(params: Params, name: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of params.members(name)) {
    const key = tag.text('Key') ?? '';
    const value = tag.text('Value') ?? '';
    if (key === '') throw new Ec2Error('InvalidParameterValue', 'Tag key cannot be empty.');
    if (key.length > 127 || value.length > 255) {
      throw new Ec2Error('InvalidParameterValue', `Tag key or value exceeds the maximum length: ${key}`);
    }
    if (/^aws:/i.test(key)) {
      throw new Ec2Error(
        'InvalidParameterValue',
        `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    }
    tags.set(key, value);
  }
  checkTagCount(tags.size);
  return tags;
}

/** @throws {Ec2Error} `TagLimitExceeded` */
export function checkTagCount(count: number): void {
  if (count <= MAX_TAGS) return;
  throw new Ec2Error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}
