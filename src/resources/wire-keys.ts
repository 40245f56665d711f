/** `max_memory_bytes` -> `maxMemoryBytes` in every object, less what is null or '': on this API they mean "missing". */
export function fromWireKeys(value: unknown): unknown {
  return mapKeys(value, (key) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
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

function mapKeys(value: unknown, rename: (key: string) => string, drop = isMissing): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename, drop));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => !drop(entry))
      .map(([key, entry]) => [rename(key), mapKeys(entry, rename, drop)]),
  );
}
