import { Cidr } from './cidr.js';
import { lineOf } from './cidr-set.js';
import { subtract, toSpans } from './spans.js';

/** Where to look for a free block. */
export interface FreeBlockSearch {
  /** The number of fixed bits that the block shall have: 0 to 32, or 0 to 128. Sizes that a pool cannot hold are not found there. */
  readonly prefix: number;
  /** Where the block may lie, the pool that is liked most first. Each pool is searched on its own. */
  readonly pools: readonly Cidr[];
  /** What the block must not touch. */
  readonly avoid: readonly Cidr[];
}

/** The lowest block of the asked size in the first pool that has room for it, or undefined when none has. */
export function nextFreeBlock({ prefix, pools, avoid }: FreeBlockSearch): Cidr | undefined {
  const taken = toSpans(avoid.map(lineOf));
  for (const pool of pools) {
    const block = lowestFree(prefix, pool, taken);
    if (block) return block;
  }
  return undefined;
}

function lowestFree(prefix: number, pool: Cidr, taken: ReturnType<typeof toSpans>): Cidr | undefined {
  const bits = pool.family === 4 ? 32 : 128;
  if (prefix < pool.prefix || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const line = lineOf(pool);
  const offset = line.from - pool.first;

  for (const free of subtract([line], taken)) {
    const from = free.from - offset;
    const aligned = ((from + size - 1n) / size) * size;
    if (aligned + size <= free.end - offset) return Cidr.around(pool.family, aligned, prefix);
  }
  return undefined;
}
