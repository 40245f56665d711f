/**
 * The regions that the double knows, each with the second number of the block that a network of automatic subnets has
 * there: `10.<number>.0.0/20`. Google documents these blocks; all of them lie in 10.128.0.0/9.
 */
const AUTO_BLOCKS: Readonly<Record<string, number>> = {
  'africa-south1': 218,
  'asia-east1': 140,
  'asia-east2': 170,
  'asia-northeast1': 146,
  'asia-northeast2': 174,
  'asia-northeast3': 178,
  'asia-south1': 160,
  'asia-south2': 190,
  'asia-southeast1': 148,
  'asia-southeast2': 184,
  'australia-southeast1': 152,
  'australia-southeast2': 192,
  'europe-central2': 186,
  'europe-north1': 166,
  'europe-north2': 226,
  'europe-southwest1': 204,
  'europe-west1': 132,
  'europe-west10': 214,
  'europe-west12': 210,
  'europe-west2': 154,
  'europe-west3': 156,
  'europe-west4': 164,
  'europe-west6': 172,
  'europe-west8': 198,
  'europe-west9': 200,
  'me-central1': 212,
  'me-central2': 216,
  'me-west1': 208,
  'northamerica-northeast1': 162,
  'northamerica-northeast2': 188,
  'northamerica-south1': 224,
  'southamerica-east1': 158,
  'southamerica-west1': 194,
  'us-central1': 128,
  'us-east1': 142,
  'us-east4': 150,
  'us-east5': 202,
  'us-south1': 206,
  'us-west1': 138,
  'us-west2': 168,
  'us-west3': 180,
  'us-west4': 182,
};

/** Regions whose first zone is not called `a`. */
const ZONE_LETTERS: Readonly<Record<string, readonly string[]>> = {
  'europe-west1': ['b', 'c', 'd'],
  'us-central1': ['a', 'b', 'c', 'f'],
  'us-east1': ['b', 'c', 'd'],
};

/** The names of all regions, in alphabetical order. */
export const REGIONS: readonly string[] = Object.keys(AUTO_BLOCKS);

/** The block that a network of automatic subnets has in a region, such as `10.128.0.0/20`. */
export function autoBlock(region: string): string {
  return `10.${AUTO_BLOCKS[region]}.0.0/20`;
}

/** True for a region that the double knows. */
export function isRegion(name: string): boolean {
  return Object.hasOwn(AUTO_BLOCKS, name);
}

/** The names of a region's zones, such as `us-east1-b`. */
export function zonesOf(region: string): string[] {
  return (ZONE_LETTERS[region] ?? ['a', 'b', 'c']).map((letter) => `${region}-${letter}`);
}

/** True for a zone of a region that the double knows. */
export function isZone(name: string): boolean {
  return zonesOf(regionOf(name)).includes(name) && isRegion(regionOf(name));
}

/** `us-east1` of `us-east1-b`. */
export function regionOf(zone: string): string {
  return zone.replace(/-[a-z]$/, '');
}
