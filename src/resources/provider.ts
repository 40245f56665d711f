/** The clouds that Dragonfly Cloud runs on. */
export type Provider = 'aws' | 'gcp' | 'azure';

/** Any string, while an editor still offers the known ones. A status that this version does not know is legal. */
export type OrUnknown<Known extends string> = Known | (string & {});
