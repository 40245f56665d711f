/** `max_memory_bytes` -> `maxMemoryBytes` in every object, less what is null or '': on this API they mean "missing". */
export function fromWireKeys(value: unknown): unknown {
  return mapKeys(value, toOurKey);
}

const ourKeys = new Map<string, string>();

/** Remembered for the first thousand keys: an answer repeats the same few, and a hostile one must not fill the memory. */
function toOurKey(key: string): string {
  const known = ourKeys.get(key);
  if (known !== undefined) return known;
  const ours = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (ourKeys.size < 1_000) ourKeys.set(key, ours);
  return ours;
}

/** `maxMemoryBytes` -> `max_memory_bytes` in every object, less what is undefined. */
export function toWireKeys(value: unknown): unknown {
  return mapKeys(value, toWireKey, (entry) => entry === undefined);
}

/** `maxMemoryBytes` -> `max_memory_bytes`. */
export function toWireKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** True for what stands for "missing" on this API. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

// A plain loop, not a chain of array methods: every answer goes through here, object by object.
function mapKeys(value: unknown, rename: (key: string) => string, drop = isMissing): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename, drop));
  const renamed: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    // Assigning this one would change the prototype.
    if (key !== '__proto__' && !drop(entry)) renamed[rename(key)] = mapKeys(entry, rename, drop);
  }
  return renamed;
}
