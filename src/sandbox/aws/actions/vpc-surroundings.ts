import { type Action, PAGED } from '../action.js';
import type { Call } from '../aws-context.js';
import { type Filters, filtered, page } from '../describe.js';
import { isIdOf, KINDS, type Kind } from '../state/kinds.js';
import { defaultDhcpOptions } from '../state/new-vpc.js';
import { malformedId, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';

/** What else can come between a VPC and its peer: read only, and always in its usual state. */
export const VPC_SURROUNDINGS_ACTIONS: readonly Action[] = [
  { name: 'DescribeDhcpOptions', takes: ['DhcpOptionsId', ...PAGED], run: describeDhcp },
  {
    name: 'DescribeVpcBlockPublicAccessOptions',
    takes: [],
    run: ({ accountId, region }) => ({
      vpcBlockPublicAccessOptions: {
        awsAccountId: accountId,
        awsRegion: region,
        state: 'default-state',
        internetGatewayBlockMode: 'off',
        managedBy: 'account',
        exclusionsAllowed: 'allowed',
      },
    }),
  },
  nothing('DescribeVpcBlockPublicAccessExclusions', ['ExclusionId'], 'vpcBlockPublicAccessExclusionSet'),
  nothing('DescribeVpcEncryptionControls', ['VpcId', 'VpcEncryptionControlId'], 'vpcEncryptionControlSet'),
  nothing('DescribeInstances', ['InstanceId'], 'reservationSet', KINDS.instance),
  nothing('DescribeFlowLogs', ['FlowLogId'], 'flowLogSet'),
];

/** A description of what the double does not have: one that is asked for by id is unknown. */
function nothing(name: string, ids: readonly string[], set: string, kind?: Kind): Action {
  return {
    name,
    takes: [...ids, ...PAGED],
    run: (call) => {
      const [id] = kind ? ids.flatMap((parameter) => call.params.texts(parameter)) : [];
      if (kind && id !== undefined) throw isIdOf(kind, id) ? notFound(kind, id) : malformedId(kind, id);
      return page(call, [], { set, view: () => ({}) });
    },
  };
}

function describeDhcp(call: Call): XmlObject {
  const own = defaultDhcpOptions(call.accountId, call.region);
  const foreign = call.params.texts('DhcpOptionsId').find((id) => id !== own);
  if (foreign !== undefined) throw notFound(KINDS.dhcpOptions, foreign);
  const filters: Filters<string> = {
    'dhcp-options-id': (id) => id,
    'owner-id': () => call.accountId,
    key: () => ['domain-name', 'domain-name-servers'],
    value: () => ['AmazonProvidedDNS'],
  };
  return page(call, filtered(call, [own], { filters }), {
    set: 'dhcpOptionsSet',
    view: (dhcpOptionsId) => ({
      dhcpOptionsId,
      ownerId: call.accountId,
      dhcpConfigurationSet: [{ key: 'domain-name-servers', valueSet: [{ value: 'AmazonProvidedDNS' }] }],
      tagSet: [],
    }),
  });
}
