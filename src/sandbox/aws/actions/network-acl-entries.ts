import type { Action } from '../action.js';
import { named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { KINDS } from '../state/kinds.js';
import type { NetworkAcl, NetworkAclEntry } from '../state/records.js';
import { cidrParam } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidCombination, invalidValue, missingParameter } from '../wire/errors.js';
import type { Params } from '../wire/params.js';
import { aclParam } from './network-acls.js';

const ENTRY = ['NetworkAclId', 'RuleNumber', 'Egress'];
const WHOLE_ENTRY = [...ENTRY, 'Protocol', 'RuleAction', 'CidrBlock', 'Ipv6CidrBlock', 'Icmp', 'PortRange'];

const onAcl = named(KINDS.networkAcl, 'NetworkAclId');
/** Rules above are AWS's own. */
const LAST_RULE_NUMBER = 32_766;
const TCP = '6';
const UDP = '17';
const ICMP = '1';
const ICMPV6 = '58';
const NUMBERS: Readonly<Record<string, string>> = {
  tcp: TCP,
  udp: UDP,
  icmp: ICMP,
  icmpv6: ICMPV6,
  all: '-1',
};

/** The numbered entries of a network ACL. */
export const NETWORK_ACL_ENTRY_ACTIONS: readonly Action[] = [
  { name: 'CreateNetworkAclEntry', takes: WHOLE_ENTRY, needs: onAcl, run: createEntry },
  { name: 'ReplaceNetworkAclEntry', takes: WHOLE_ENTRY, needs: onAcl, run: replaceEntry },
  { name: 'DeleteNetworkAclEntry', takes: ENTRY, needs: onAcl, run: deleteEntry },
];

function createEntry(call: Call): undefined {
  const acl = aclParam(call);
  const entry = entryIn(call);
  if (indexOf(acl, entry) >= 0) {
    throw new Ec2Error(
      'NetworkAclEntryAlreadyExists',
      `The network acl entry identified by ${entry.ruleNumber} already exists.`,
    );
  }
  const limit = call.aws.limits.of(call.accountId).entriesPerNetworkAcl;
  const same = acl.entries.filter(
    ({ egress, cidr, ruleNumber }) =>
      egress === entry.egress && cidr.family === entry.cidr.family && ruleNumber <= LAST_RULE_NUMBER,
  );
  if (same.length >= limit) {
    throw new Ec2Error(
      'NetworkAclEntryLimitExceeded',
      `The maximum number of network ACL entries (${limit}) has been reached for ${acl.id}.`,
    );
  }
  acl.entries.push(entry);
}

function replaceEntry(call: Call): undefined {
  const acl = aclParam(call);
  const entry = entryIn(call);
  const index = indexOf(acl, entry);
  if (index < 0) throw noEntry(entry);
  acl.entries[index] = entry;
}

function deleteEntry(call: Call): undefined {
  const acl = aclParam(call);
  const which = { ruleNumber: ruleNumberIn(call.params), egress: egressIn(call.params) };
  const index = indexOf(acl, which);
  if (index < 0) throw noEntry(which);
  acl.entries.splice(index, 1);
}

function indexOf({ entries }: NetworkAcl, { ruleNumber, egress }: Which): number {
  return entries.findIndex((entry) => entry.ruleNumber === ruleNumber && entry.egress === egress);
}

type Which = Pick<NetworkAclEntry, 'ruleNumber' | 'egress'>;

/** The wording of a real answer: "no ingress entry with number 120". */
function noEntry({ ruleNumber, egress }: Which): Ec2Error {
  return new Ec2Error(
    'InvalidNetworkAclEntry.NotFound',
    `no ${egress ? 'egress' : 'ingress'} entry with number ${ruleNumber}`,
  );
}

function entryIn(call: Call): NetworkAclEntry {
  const { params } = call;
  const protocol = protocolIn(params);
  const ports = params.member('PortRange');
  const icmp = params.member('Icmp');
  if ((protocol === TCP || protocol === UDP) && !params.has('PortRange')) throw missingParameter('portRange');
  if ((protocol === ICMP || protocol === ICMPV6) && !params.has('Icmp')) throw missingParameter('icmp');
  return {
    ruleNumber: ruleNumberIn(params),
    egress: egressIn(params),
    protocol,
    action: actionIn(params),
    cidr: blockIn(call),
    ...(protocol === TCP || protocol === UDP ? { ports: portsIn(ports) } : {}),
    ...(protocol === ICMP || protocol === ICMPV6
      ? { icmp: { type: icmp.integer('Type') ?? -1, code: icmp.integer('Code') ?? -1 } }
      : {}),
  };
}

function ruleNumberIn(params: Params): number {
  const number = params.integer('RuleNumber');
  if (number === undefined) throw missingParameter('RuleNumber');
  if (number >= 1 && number <= LAST_RULE_NUMBER) return number;
  throw invalidValue(
    `Invalid rule number ${number}. Rule numbers must be between 1 and ${LAST_RULE_NUMBER}.`,
  );
}

function egressIn(params: Params): boolean {
  const egress = params.flag('Egress');
  if (egress === undefined) throw missingParameter('Egress');
  return egress;
}

/** A number as text, `-1` for all; names are understood as well. */
function protocolIn(params: Params): string {
  const given = params.required('Protocol').toLowerCase();
  const protocol = NUMBERS[given] ?? given;
  if (protocol === '-1' || (/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255)) return protocol;
  throw invalidValue(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
}

function actionIn(params: Params): 'allow' | 'deny' {
  const action = params.required('RuleAction');
  if (action === 'allow' || action === 'deny') return action;
  throw invalidValue(`Invalid value '${action}' for ruleAction.`);
}

function blockIn(call: Call): NetworkAclEntry['cidr'] {
  const ipv6 = call.params.has('Ipv6CidrBlock');
  if (ipv6 === call.params.has('CidrBlock')) {
    throw invalidCombination('Exactly one of cidrBlock and ipv6CidrBlock must be specified.');
  }
  return ipv6 ? cidrParam(call, 'Ipv6CidrBlock', 6) : cidrParam(call, 'CidrBlock', 4);
}

function portsIn(range: Params): { from: number; to: number } {
  const from = range.integer('From');
  const to = range.integer('To');
  if (from === undefined || to === undefined) throw missingParameter('portRange');
  if (from >= 0 && to <= 65_535 && from <= to) return { from, to };
  throw invalidValue(`Invalid port range ${from}-${to}.`);
}
