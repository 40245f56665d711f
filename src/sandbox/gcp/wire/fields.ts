/** The fields of a JSON object, in the API's own words. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a JSON object, which a list is not. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without the fields that are undefined. */
export function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
