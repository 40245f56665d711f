import { formatAddress } from '../../../path/address.js';
import { type Cidr, cidr, parseCidr } from '../../../path/cidr.js';
import type { SubnetworkFields } from '../state/records.js';
import type { Body } from '../wire/body.js';
import { checkName, invalidValue } from '../wire/errors.js';
import { defined } from '../wire/fields.js';

const NAMES = [
  ...[
    'kind',
    'id',
    'creationTimestamp',
    'name',
    'description',
    'network',
    'region',
    'selfLink',
    'fingerprint',
  ],
  ...['ipCidrRange', 'gatewayAddress', 'secondaryIpRanges', 'purpose', 'role', 'stackType', 'ipv6AccessType'],
  ...['privateIpGoogleAccess', 'privateIpv6GoogleAccess', 'enableFlowLogs', 'logConfig', 'state', 'params'],
  ...['allowSubnetCidrRoutesOverlap', 'resolveSubnetMask'],
];
const PURPOSES = [
  ...['PRIVATE', 'PRIVATE_NAT', 'PRIVATE_SERVICE_CONNECT', 'PEER_MIGRATION'],
  ...['GLOBAL_MANAGED_PROXY', 'REGIONAL_MANAGED_PROXY', 'INTERNAL_HTTPS_LOAD_BALANCER'],
];
/** What no subnet may have: this host, loopback, link-local, multicast, and Google's own addresses. */
const RESERVED = [
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32'],
  ...['199.36.153.4/30', '199.36.153.8/30'],
].map(cidr);

/** All that an automatic network may give its subnets. */
const AUTOMATIC = cidr('10.128.0.0/9');

/**
 * A subnet as it is kept, the defaults filled in as Compute does.
 * @throws {GcpError} what is wrong with the request
 */
export function subnetworkFields(body: Body, isAutomaticNetwork: boolean): SubnetworkFields {
  body.only(NAMES);
  const text = body.required('ipCidrRange');
  const block = rangeField('resource.ipCidrRange', text);
  const secondary = secondaryRanges(body);
  if (isAutomaticNetwork) checkOutsideAutomatic(block, 'resource.ipCidrRange');
  const purpose = body.word('purpose', PURPOSES) ?? 'PRIVATE';
  return {
    ...defined({
      description: body.text('description'),
      gatewayAddress: gatewayOf(block),
      secondaryIpRanges: secondary,
      allowSubnetCidrRoutesOverlap: body.flag('allowSubnetCidrRoutesOverlap') ?? false,
      enableFlowLogs: body.object('logConfig')?.flag('enable') ?? body.flag('enableFlowLogs') ?? false,
      logConfig: body.object('logConfig')?.fields,
      privateIpGoogleAccess: body.flag('privateIpGoogleAccess') ?? false,
      privateIpv6GoogleAccess: body.text('privateIpv6GoogleAccess') ?? 'DISABLE_GOOGLE_ACCESS',
      purpose,
      role: body.word('role', ['ACTIVE', 'BACKUP']),
      stackType: body.word('stackType', ['IPV4_ONLY', 'IPV4_IPV6']) ?? 'IPV4_ONLY',
      state: purpose.endsWith('_PROXY') ? 'READY' : undefined,
    }),
    ipCidrRange: text,
  };
}

/** A legal range for a subnet; the message names the field. */
export function rangeField(at: string, text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed.ok || parsed.cidr.family === 6) {
    const why =
      parsed.ok || parsed.reason !== 'host_bits'
        ? 'a CIDR address range'
        : `${parsed.suggestion}, not ${text}`;
    throw invalidValue(at, text, `Must be ${why}.`);
  }
  const { prefix } = parsed.cidr;
  const isReserved = RESERVED.some((block) => block.overlaps(parsed.cidr));
  if (prefix < 4 || prefix > 29 || isReserved) {
    throw invalidValue(at, text, 'Must be a valid IPv4 range for a subnetwork, from /4 to /29.');
  }
  return parsed.cidr;
}

/** The further ranges of a request; undefined when it has none. */
export function secondaryRanges(body: Body): SubnetworkFields['secondaryIpRanges'] {
  const list = body.objects('secondaryIpRanges')?.map((range, index) => {
    const at = `resource.secondaryIpRanges[${index}]`;
    range.only(['rangeName', 'ipCidrRange', 'reservedInternalRange']);
    const rangeName = range.required('rangeName');
    checkName(rangeName, `${at}.rangeName`);
    const ipCidrRange = range.required('ipCidrRange');
    rangeField(`${at}.ipCidrRange`, ipCidrRange);
    return { rangeName, ipCidrRange };
  });
  const names = list?.map(({ rangeName }) => rangeName) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw invalidValue('resource.secondaryIpRanges', twice, 'Range names must be unique.');
  return list?.length === 0 ? undefined : list;
}

/** The first address but one, which no VM gets. */
export function gatewayOf({ first }: Cidr): string {
  return formatAddress(4, first + 1n);
}

/** Refuses what Google keeps for the subnets that it makes itself (the words are real ones). */
export function checkOutsideAutomatic(block: Cidr, at: string): void {
  if (!block.overlaps(AUTOMATIC)) return;
  const why = 'Extended subnetworks in auto subnet mode networks cannot overlap with 10.128.0.0/9.';
  throw invalidValue(at, block.toString(), why);
}
