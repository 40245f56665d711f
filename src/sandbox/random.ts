import { createHash } from 'node:crypto';

/**
 * Ids and secrets that depend on nothing but the seed, the kind, and how many of that kind there were before: the
 * third network of one seed has the same id in every run, whatever else was made in between.
 */
export class SeededIds {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** `digits` hexadecimal digits, at most 64. */
  hex(kind: string, digits: number): string {
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return createHash('sha256').update(`${this.#seed}/${kind}/${count}`).digest('hex').slice(0, digits);
  }

  /** A GUID of version 4's form. */
  guid(kind: string): string {
    const hex = this.hex(kind, 32);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  /** `count` decimal digits, the first of them not zero. */
  decimal(kind: string, count: number): string {
    const digits = BigInt(`0x${this.hex(kind, 32)}`)
      .toString()
      .padStart(count, '7')
      .slice(-count);
    return digits.replace(/^0/, '4');
  }
}
