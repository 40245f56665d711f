/** The number of availability zones by region, for the regions that the double knows. */
const ZONES: Readonly<Record<string, number>> = {
  'af-south-1': 3,
  'ap-east-1': 3,
  'ap-northeast-1': 3,
  'ap-northeast-2': 4,
  'ap-northeast-3': 3,
  'ap-south-1': 3,
  'ap-south-2': 3,
  'ap-southeast-1': 3,
  'ap-southeast-2': 3,
  'ap-southeast-3': 3,
  'ap-southeast-4': 3,
  'ap-southeast-5': 3,
  'ap-southeast-7': 3,
  'ca-central-1': 3,
  'ca-west-1': 3,
  'eu-central-1': 3,
  'eu-central-2': 3,
  'eu-north-1': 3,
  'eu-south-1': 3,
  'eu-south-2': 3,
  'eu-west-1': 3,
  'eu-west-2': 3,
  'eu-west-3': 3,
  'il-central-1': 3,
  'me-central-1': 3,
  'me-south-1': 3,
  'mx-central-1': 3,
  'sa-east-1': 3,
  'us-east-1': 6,
  'us-east-2': 3,
  'us-west-1': 2,
  'us-west-2': 4,
};

/** Regions that an account has to switch on first; in the double, every account has. */
const OPT_IN = /^(af-|ap-east|ap-south-2|ap-southeast-[3-9]|ca-west|eu-central-2|eu-south|il-|me-|mx-)/;

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  northeast: 'ne',
  east: 'e',
  southeast: 'se',
  south: 's',
  west: 'w',
  central: 'c',
};

/** An availability zone: its name in this account, and its id, the same in all accounts. */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** All regions, in the order of their names. */
export function regionNames(): string[] {
  return Object.keys(ZONES);
}

/** True for the name of a region. */
export function isRegion(name: string): boolean {
  return Object.hasOwn(ZONES, name);
}

/** `opted-in` for the regions that have to be switched on, `opt-in-not-required` for the others. */
export function optInStatus(region: string): string {
  return OPT_IN.test(region) ? 'opted-in' : 'opt-in-not-required';
}

/** The zones of a region: `us-east-1a` is `use1-az1`. In real accounts the two are shuffled. */
export function zonesOf(region: string): Zone[] {
  const [area = '', direction = '', number = ''] = region.split('-');
  const short = `${area}${DIRECTIONS[direction] ?? direction}${number}`;
  return Array.from({ length: ZONES[region] ?? 0 }, (_, index) => ({
    name: `${region}${String.fromCharCode(97 + index)}`,
    id: `${short}-az${index + 1}`,
  }));
}
