import type { Action } from '../action.js';
import type { Call } from '../aws-context.js';
import { type Filters, filtered, page } from '../describe.js';
import { optInStatus, regionNames, type Zone, zonesOf } from '../regions.js';
import { invalidValue } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';

const REGION_FILTERS: Filters<string> = {
  'region-name': (region) => region,
  endpoint: endpointOf,
  'opt-in-status': optInStatus,
};

const ZONE_FILTERS: Filters<Zone> = {
  'zone-name': (zone) => zone.name,
  'zone-id': (zone) => zone.id,
  'region-name': (_zone, call) => call.region,
  state: () => 'available',
  'zone-type': () => 'availability-zone',
  'opt-in-status': () => 'opt-in-not-required',
  'group-name': (_zone, call) => call.region,
};

/** Regions, zones, and what an account may have. */
export const ACCOUNT_ACTIONS: readonly Action[] = [
  { name: 'DescribeRegions', takes: ['RegionName', 'AllRegions', 'Filter'], run: describeRegions },
  {
    name: 'DescribeAvailabilityZones',
    takes: ['ZoneName', 'ZoneId', 'AllAvailabilityZones', 'Filter'],
    run: describeZones,
  },
  { name: 'DescribeAccountAttributes', takes: ['AttributeName'], run: describeAttributes },
];

function describeRegions(call: Call): XmlObject {
  const wanted = call.params.texts('RegionName');
  const unknown = wanted.find((name) => !regionNames().includes(name));
  if (unknown !== undefined) throw invalidValue(`Invalid region names [${unknown}]`);
  const names = regionNames().filter((name) => wanted.length === 0 || wanted.includes(name));
  return page(call, filtered(call, names, { filters: REGION_FILTERS }), {
    set: 'regionInfo',
    view: (regionName) => ({
      regionName,
      regionEndpoint: endpointOf(regionName),
      optInStatus: optInStatus(regionName),
    }),
  });
}

function endpointOf(region: string): string {
  return `ec2.${region}.amazonaws.com`;
}

function describeZones(call: Call): XmlObject {
  const names = [...call.params.texts('ZoneName'), ...call.params.texts('ZoneId')];
  const all = zonesOf(call.region);
  const unknown = names.find((wanted) => !all.some(({ name, id }) => name === wanted || id === wanted));
  if (unknown !== undefined) throw invalidValue(`Invalid availability zones: [${unknown}]`);
  const zones = all.filter(
    ({ name, id }) => names.length === 0 || names.includes(name) || names.includes(id),
  );
  return page(call, filtered(call, zones, { filters: ZONE_FILTERS }), {
    set: 'availabilityZoneInfo',
    view: ({ name, id }) => ({
      zoneName: name,
      zoneState: 'available',
      regionName: call.region,
      messageSet: [],
      zoneId: id,
      zoneType: 'availability-zone',
      groupName: call.region,
      networkBorderGroup: call.region,
      optInStatus: 'opt-in-not-required',
    }),
  });
}

function describeAttributes(call: Call): XmlObject {
  const limits = call.aws.limits.of(call.accountId);
  const vpc = call.world.vpcs.list(call).find(({ isDefault }) => isDefault);
  const all: Record<string, readonly string[]> = {
    'supported-platforms': ['VPC'],
    'default-vpc': [vpc?.id ?? 'none'],
    'max-instances': ['20'],
    'vpc-max-security-groups-per-interface': [String(limits.groupsPerInterface)],
    'max-elastic-ips': ['5'],
    'vpc-max-elastic-ips': ['5'],
  };
  const wanted = call.params.texts('AttributeName');
  const unknown = wanted.find((name) => !Object.hasOwn(all, name));
  if (unknown !== undefined) {
    throw invalidValue(`Value ( ${unknown} ) for parameter attribute is invalid. Unknown account attribute.`);
  }
  const names = wanted.length > 0 ? wanted : Object.keys(all);
  return {
    accountAttributeSet: names.map((attributeName) => ({
      attributeName,
      attributeValueSet: (all[attributeName] ?? []).map((attributeValue) => ({ attributeValue })),
    })),
  };
}
