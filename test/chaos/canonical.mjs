// Worlds in a form in which two of them can be compared: without times, with new ids by their kind only, sorted.
const ID = /\b(conn|pcx|sgr|net|dst)-[0-9a-f]{8,17}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const TIME = /atms$|_at$|datetime$|expir|number|etag/i;

/** The ids that a world holds. */
export const idsOf = (world) => new Set(JSON.stringify(world).match(ID));

/** What is there, with the ids of before as they are and new ones by their kind. */
export function canonical(world, before) {
  const named = JSON.stringify(world).replace(ID, (id, kind = 'guid') =>
    before.has(id) ? id : `${kind}-new`,
  );
  return JSON.stringify(sorted(JSON.parse(named)), null, 1);
}

function sorted(value) {
  if (Array.isArray(value)) {
    return value
      .map(sorted)
      .filter(isLive)
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !TIME.test(key));
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}

const isLive = (value) => value?.state !== 'deleted';

/** Everything in a cloud's tables that belongs to an account, or names it. */
export function partsOf(account, tables) {
  return Object.entries(tables)
    .flatMap(([table, records]) => records.map((record) => ({ table, record })))
    .filter(({ record }) => JSON.stringify(record).includes(account));
}

/** How many live connections and peerings there are beyond the first of each. */
export function duplicatesIn(world) {
  const connections = world.connections.filter(({ status }) =>
    ['pending', 'inactive', 'active'].includes(status),
  );
  const peerings = world.peerings.filter(({ state }) => state !== 'deleted');
  return Math.max(0, connections.length - 1) + Math.max(0, peerings.length - 1);
}
