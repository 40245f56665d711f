import type { SeededIds } from '../random.js';
import type { Kind } from './state/kinds.js';

/** Ids as EC2 gives them today: seventeen hexadecimal digits, of which the first is 0. */
export class AwsIds {
  readonly #ids: SeededIds;

  constructor(ids: SeededIds) {
    this.#ids = ids;
  }

  /** An id of this kind that no object has had before. */
  fresh(kind: Kind): string {
    return `${kind.prefix}-0${this.#ids.hex(`ec2/${kind.prefix}`, 16)}`;
  }

  /** What a request is known by, in answers and in logs. */
  requestId(): string {
    return this.#ids.guid('ec2/request');
  }

  /** A locally administered MAC address. */
  macAddress(): string {
    const hex = this.#ids.hex('ec2/mac', 10);
    return `02:${hex.match(/../g)?.join(':') ?? ''}`;
  }

  /** A number from 0 to `below` - 1. */
  number(what: string, below: number): number {
    return Number(BigInt(`0x${this.#ids.hex(`ec2/number/${what}`, 12)}`) % BigInt(below));
  }
}
