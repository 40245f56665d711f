/** Why the double differs from moto in some calls, and where that is known from. */
export interface Reason {
  readonly title: string;
  /** The calls, by their names; `*` for any text. */
  readonly calls: readonly string[];
  /** The fields in which they differ. @default all */
  readonly fields?: RegExp;
  readonly why: string;
  /** A recorded answer of AWS, or its documentation. */
  readonly source: string;
}

const PEERING_GUIDE = 'VPC Peering Guide';
const ERROR_CODES = 'EC2 API Reference, error codes';
const MODEL = "EC2's service model (botocore 2016-11-15)";
const USER_GUIDE = 'VPC User Guide';

/** Every difference has one of these; each of them has a difference. The first that fits counts. */
export const REASONS: readonly Reason[] = [
  {
    title: 'An account starts without a VPC',
    calls: ['list VPCs of a new account'],
    why: 'A world in which only exists what the test made is easier to compare; CreateDefaultVpc makes the rest. Real accounts start with a default VPC, as in moto.',
    source: 'a choice of the double, not of AWS',
  },
  {
    title: 'Page sizes have bounds',
    calls: ['a page size below the least'],
    why: 'MaxResults below 5 is refused.',
    source: MODEL,
  },
  {
    title: 'A new VPC is pending',
    calls: ['make a VPC*', "make the vendor's VPC", 'a VPC that overlaps', 'a third VPC', 'a fourth VPC'],
    fields: /State$/,
    why: 'CreateVpc answers `pending`; the next description says `available`.',
    source: 'recorded: CreateVpc, 2014 and 2017',
  },
  {
    title: 'DHCP options have an id',
    calls: ['*'],
    fields: /DhcpOptionsId$/,
    why: 'The field holds an id that begins with `dopt-`.',
    source: 'recorded: CreateVpc and DescribeVpcs, 2014 to 2020',
  },
  {
    title: 'Each side has tags of its own',
    calls: ['the request, as the *', 'accept', 'the active peering, as the *', "tag the accepter's side"],
    fields: /Tags|customer\[/,
    why: 'Tags belong to an account and a region: the accepter does not see those of the requester, but its own.',
    source: PEERING_GUIDE,
  },
  {
    title: 'Without tags there is no list of them',
    calls: ['*'],
    fields: /^(Vpc|Vpcs\[0\]|SecurityGroups\[0\])\.Tags$|^Tags$/,
    why: 'VPCs, subnets and security groups leave the list out.',
    source: 'recorded: DescribeVpcs, DescribeSubnets, DescribeSecurityGroups, 2020 and 2025',
  },
  {
    title: 'A VPC without IPv6 has no list of IPv6 blocks',
    calls: ['describe a VPC'],
    fields: /Ipv6CidrBlockAssociationSet$/,
    why: 'Descriptions leave the list out.',
    source: 'recorded: DescribeVpcs, 2017 and 2020',
  },
  {
    title: 'Host bits are dropped',
    calls: ['make a VPC with host bits set', 'a rule with host bits set', 'the routes after that'],
    fields: /Cidr(Block|Ipv4)?$/,
    why: 'A block is changed to its canonical form before it is kept.',
    source: MODEL,
  },
  {
    title: 'A table with a non-canonical route goes on working',
    calls: ['another route in that table'],
    why: 'moto fails with a web page and status 500 on every further CreateRoute for that table.',
    source: MODEL,
  },
  {
    title: 'Malformed ids are told from unknown ones',
    calls: ['describe a malformed * id'],
    why: 'An id of the wrong form is refused by a code of its own.',
    source: `recorded: InvalidInstanceID.Malformed; codes of the other kinds: ${ERROR_CODES}`,
  },
  {
    title: 'The words of NotFound',
    calls: ['describe an unknown *', 'accept an unknown peering'],
    why: "moto prints a Python set, or other words, and spells InvalidVpcPeeringConnectionID with a small d; unknown peerings are described as an empty list, which makes the SDK's waiter succeed at once.",
    source: `recorded: InvalidGroup.NotFound; the other texts from reports of real answers; ${ERROR_CODES}`,
  },
  {
    title: 'Filters are checked',
    calls: ['a filter that does not exist', 'peerings by a filter that does not exist'],
    why: 'A filter that does not exist is refused, not ignored, nor answered by a web page with status 500.',
    source: ERROR_CODES,
  },
  {
    title: 'Filters of peerings work',
    calls: ['peerings by a filter'],
    why: 'moto ignores filters of DescribeVpcPeeringConnections.',
    source: MODEL,
  },
  {
    title: 'Routes are found by their state',
    calls: ['tables by the state of their routes'],
    why: 'moto answers a web page with status 500.',
    source: MODEL,
  },
  {
    title: 'A subnet shows all of its fields',
    calls: ['make a subnet'],
    why: 'Answers of today have these fields.',
    source: 'recorded: CreateSubnet and DescribeSubnets, 2025',
  },
  {
    title: 'An unknown action is refused in XML',
    calls: ['an action that does not exist'],
    why: 'A web page with status 500 is retried by the SDK, and hides the reason.',
    source: ERROR_CODES,
  },
  {
    title: 'The accepter is hidden until it accepts',
    calls: ['request a peering', 'the request, as the *'],
    fields: /AccepterVpcInfo\./,
    why: 'Until then its side shows owner, VPC and region only.',
    source: 'recorded: CreateVpcPeeringConnection, 2017',
  },
  {
    title: "The other account's options are not shown",
    calls: ['the request, as the *', 'the active peering, as the *', 'accept'],
    fields: /PeeringOptions/,
    why: 'Across accounts each side sees its own options only.',
    source: 'recorded: DescribeVpcPeeringConnections across accounts, 2018',
  },
  {
    title: 'A request says when it expires',
    calls: ['request a peering', 'the request, as the *'],
    fields: /ExpirationTime$/,
    why: 'The time is seven days after the request, and goes away with acceptance.',
    source: `recorded: CreateVpcPeeringConnection, 2017; ${PEERING_GUIDE}`,
  },
  {
    title: 'All blocks of a side are shown',
    calls: ['request a peering', 'the request, as the *', 'accept', 'the active peering, as the *'],
    fields: /CidrBlockSet/,
    why: 'Answers have had the list since 2018.',
    source: 'recorded: DescribeVpcPeeringConnections across accounts, 2018',
  },
  {
    title: 'One request for each pair',
    calls: ['request the same peering again'],
    why: 'A second request for the same two VPCs is answered with the connection that exists.',
    source: "documentation of Terraform's aws_vpc_peering_connection",
  },
  {
    title: 'Overlapping VPCs cannot be peered',
    calls: ['request a peering that overlaps'],
    why: 'The request is taken, and fails.',
    source: PEERING_GUIDE,
  },
  {
    title: 'Acceptance passes through provisioning',
    calls: ['accept'],
    fields: /Status/,
    why: 'AcceptVpcPeeringConnection answers `provisioning`.',
    source: 'recorded: AcceptVpcPeeringConnection, 2017',
  },
  {
    title: 'Transitions that are not possible',
    calls: ['accept again', 'reject a request', 'delete what was rejected', 'delete it again'],
    why: 'A request is rejected while it is pending, and nothing that has ended is deleted again; the text names both states.',
    source: `${PEERING_GUIDE}; the text from reports of real answers`,
  },
  {
    title: 'A request is deleted by its requester only',
    calls: ['delete a request as the accepter'],
    why: 'The accepter rejects it.',
    source: PEERING_GUIDE,
  },
  {
    title: 'Options are set by their owner, on an active peering',
    calls: [
      'set options before acceptance',
      "set the other side's options",
      'set the DNS option without DNS host names',
    ],
    why: 'The DNS option needs DNS host names in the VPC, too.',
    source: `${ERROR_CODES}; the texts from reports of real answers`,
  },
  {
    title: 'A dry run does nothing',
    calls: ['a dry run of *', 'the request after it', 'the routes after it'],
    why: 'moto accepts the peering and makes the route.',
    source: MODEL,
  },
  {
    title: 'A route to a peering that is not active is a black hole',
    calls: ['its state', 'the state of its route after the end'],
    fields: /^\[1\]\.State$/,
    why: "The state follows from the peering's.",
    source: PEERING_GUIDE,
  },
  {
    title: 'What earlier calls left behind in moto',
    calls: ['the state of its route after the end'],
    why: 'Routes that the double refused, or that a dry run did not make.',
    source: 'follows from the others',
  },
  {
    title: 'A new table shows what it propagates, and its client token',
    calls: ['a table for *'],
    why: 'The list is empty, not absent; the token is repeated.',
    source: `recorded: DescribeRouteTables, 2014 to 2024; ${MODEL}`,
  },
  {
    title: 'The same route again succeeds',
    calls: ['the same route again'],
    why: 'Sources disagree; a client has to cope with both, and the double gives the answer that is easier to get wrong. A fault can give the other one.',
    source: 'an emulator that was checked against AWS',
  },
  {
    title: 'The words of RouteAlreadyExists',
    calls: ['its destination to another target'],
    why: 'The text ends with a full stop.',
    source: 'reports of real answers',
  },
  {
    title: "The VPC's own blocks are routed locally",
    calls: [
      'a route inside the VPC',
      "a route for the VPC's own block",
      'the local route after it',
      'delete the local route',
    ],
    why: 'moto replaces the local route by the new one, and lets it be deleted.',
    source: `${USER_GUIDE}; the texts from reports of real answers`,
  },
  {
    title: 'A route needs a destination and a target',
    calls: ['a route without a target', 'a route without a destination'],
    why: 'moto keeps routes that lead nowhere.',
    source: ERROR_CODES,
  },
  {
    title: 'A rule shows its owner and its ARN',
    calls: ['let Redis in', 'a rule with host bits set'],
    fields: /GroupOwnerId$|SecurityGroupRuleArn$/,
    why: 'Both are part of a rule.',
    source: MODEL,
  },
  {
    title: 'The words of a duplicate rule, and of one that is not there',
    calls: ['let Redis in again', 'revoke a rule that is not there'],
    why: 'The text names the rule.',
    source: 'recorded: InvalidPermission.Duplicate; reports of real answers',
  },
  {
    title: 'Several rules are added together or not at all',
    calls: ['whether the other was added'],
    why: 'moto keeps what came before the duplicate.',
    source: 'recalled; to be checked on AWS',
  },
  {
    title: 'A prefix list takes a moment',
    calls: ['a prefix list'],
    why: 'CreateManagedPrefixList answers `create-in-progress`; the next description says `create-complete`.',
    source: 'EC2 API Reference',
  },
  {
    title: 'Revoked rules are listed',
    calls: ['revoke a rule by id'],
    why: 'The answer says what was removed.',
    source: MODEL,
  },
  {
    title: 'The default group stays',
    calls: ['delete the default group'],
    why: 'moto deletes it.',
    source: ERROR_CODES,
  },
  {
    title: 'Actions that moto does not have',
    calls: [
      'stale groups',
      'references to a group',
      'groups for a VPC',
      'block public access',
      'encryption controls',
    ],
    why: 'moto answers a web page with status 500.',
    source: MODEL,
  },
];
