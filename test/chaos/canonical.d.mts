/** The ids that a world holds. */
export function idsOf(world: unknown): Set<string>;

/** What is there as JSON, with the ids of before as they are and new ones by their kind, without times, sorted. */
export function canonical(world: unknown, before: ReadonlySet<string>): string;
