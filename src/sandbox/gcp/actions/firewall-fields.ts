import { hostCidr, parseCidr } from '../../../path/cidr.js';
import type { Body } from '../wire/body.js';
import { invalidValue } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { textsOf } from '../wire/lists.js';

/** What a request may send. */
const NAMES = [
  ...[
    'kind',
    'id',
    'creationTimestamp',
    'name',
    'description',
    'network',
    'priority',
    'direction',
    'disabled',
  ],
  ...['allowed', 'denied', 'sourceRanges', 'destinationRanges', 'sourceTags', 'targetTags'],
  ...['sourceServiceAccounts', 'targetServiceAccounts', 'logConfig', 'enableLogging', 'selfLink', 'params'],
];

/** Compute takes ports for these only; by name or number. */
const WITH_PORTS = ['tcp', 'udp', 'sctp', '6', '17', '132'];
const PROTOCOLS = ['tcp', 'udp', 'icmp', 'esp', 'ah', 'sctp', 'ipip', 'all'];
const ANYWHERE = ['0.0.0.0/0'];
const TAG = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * A firewall rule as it is kept, every default filled in as Compute does.
 * @throws {GcpError} what is wrong with the request
 */
export function firewallFields(body: Body): Fields {
  body.only(NAMES);
  const ingress = (body.word('direction', ['INGRESS', 'EGRESS']) ?? 'INGRESS') === 'INGRESS';
  const fields = {
    description: body.text('description') ?? '',
    priority: body.integer('priority', 0, 65_535) ?? 1000,
    ...ranges(body, ingress),
    sourceTags: tags(body, 'sourceTags'),
    sourceServiceAccounts: accounts(body, 'sourceServiceAccounts'),
    targetTags: tags(body, 'targetTags'),
    targetServiceAccounts: accounts(body, 'targetServiceAccounts'),
    ...protocols(body),
    direction: ingress ? 'INGRESS' : 'EGRESS',
    ...logging(body),
    disabled: body.flag('disabled') ?? false,
  };
  checkFamilies(fields, ingress);
  return defined(fields);
}

/** Exactly one of the two lists makes a rule. */
function protocols(body: Body): Fields {
  const given = (['allowed', 'denied'] as const).filter((name) => listed(body.objects(name)));
  const [action, other] = given;
  if (action === undefined) {
    throw invalidValue('resource.allowed', '', 'Either allowed or denied must be specified.');
  }
  if (other !== undefined) {
    throw invalidValue(
      'resource.denied',
      body.fields.denied,
      'Only one of allowed and denied can be specified.',
    );
  }
  return {
    [action]: body.objects(action)?.map((entry, index) => protocol(entry, `resource.${action}[${index}]`)),
  };
}

function protocol(entry: Body, at: string): Fields {
  entry.only(['IPProtocol', 'ports']);
  const IPProtocol = entry.required('IPProtocol');
  const isNumber = /^\d{1,3}$/.test(IPProtocol) && Number(IPProtocol) <= 255;
  if (!isNumber && !PROTOCOLS.includes(IPProtocol)) throw invalidValue(`${at}.IPProtocol`, IPProtocol);
  const ports = textsOf(entry, 'ports');
  for (const [index, port] of (ports ?? []).entries()) checkPort(port, `${at}.ports[${index}]`);
  if (ports && !WITH_PORTS.includes(IPProtocol)) {
    throw invalidValue(`${at}.ports`, ports, `Ports cannot be specified for protocol ${IPProtocol}.`);
  }
  return defined({ IPProtocol, ports });
}

function checkPort(text: string, at: string): void {
  const [first, last = first] = (/^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? []).slice(1);
  const isRange = first !== undefined && Number(first) <= Number(last) && Number(last) <= 65_535;
  if (!isRange) throw invalidValue(at, text, 'Ports must be an integer or a range from 0 to 65535.');
}

/** Without ranges, tags and accounts, a rule is for every address. */
function ranges(body: Body, ingress: boolean): Fields {
  const far = ingress ? 'sourceRanges' : 'destinationRanges';
  const narrowed =
    ingress && (listed(body.texts('sourceTags')) || listed(body.texts('sourceServiceAccounts')));
  const given = {
    sourceRanges: blocks(body, 'sourceRanges'),
    destinationRanges: blocks(body, 'destinationRanges'),
  };
  return given[far] || narrowed ? given : { ...given, [far]: ANYWHERE };
}

/** Blocks of one family; a bare address is legal, and kept as it is (recorded). */
function blocks(body: Body, name: string): readonly string[] | undefined {
  const texts = textsOf(body, name);
  const families = texts?.map((text, index) => {
    const parsed = parseCidr(text);
    const block = parsed.ok ? parsed.cidr : hostCidr(text);
    if (block) return block.family;
    throw invalidValue(`resource.${name}[${index}]`, text, 'Must be a valid IP address range.');
  });
  if (new Set(families).size > 1) {
    throw invalidValue(`resource.${name}`, texts, 'IPv4 and IPv6 ranges cannot be mixed.');
  }
  return texts;
}

function tags(body: Body, name: string): readonly string[] | undefined {
  const texts = textsOf(body, name);
  texts?.forEach((text, index) => {
    if (TAG.test(text)) return;
    const rule = "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'";
    throw invalidValue(`resource.${name}[${index}]`, text, rule);
  });
  return texts;
}

function accounts(body: Body, name: string): readonly string[] | undefined {
  const texts = textsOf(body, name);
  texts?.forEach((text, index) => {
    if (!/^[^@\s]+@[^@\s]+$/.test(text)) throw invalidValue(`resource.${name}[${index}]`, text);
  });
  return texts;
}

/** The deprecated flag is still shown (recorded). */
function logging(body: Body): Fields {
  const config = body.object('logConfig');
  const enable = config?.flag('enable') ?? body.flag('enableLogging') ?? false;
  const metadata = config?.word('metadata', ['INCLUDE_ALL_METADATA', 'EXCLUDE_ALL_METADATA']);
  if (!enable) return { enableLogging: false, logConfig: { enable } };
  return { enableLogging: true, logConfig: { enable, metadata: metadata ?? 'INCLUDE_ALL_METADATA' } };
}

/** Tags and service accounts name VMs in two ways that do not go together. */
function checkFamilies(fields: Fields, ingress: boolean): void {
  const { sourceTags, targetTags, sourceServiceAccounts, targetServiceAccounts } = fields;
  if ((sourceTags || targetTags) && (sourceServiceAccounts || targetServiceAccounts)) {
    const why = 'Tags and service accounts cannot be specified together.';
    throw invalidValue('resource.targetServiceAccounts', targetServiceAccounts ?? sourceServiceAccounts, why);
  }
  if (ingress) return;
  const why = 'Cannot be specified for an EGRESS firewall.';
  if (sourceTags) throw invalidValue('resource.sourceTags', sourceTags, why);
  if (sourceServiceAccounts) throw invalidValue('resource.sourceServiceAccounts', sourceServiceAccounts, why);
}

function listed(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}
