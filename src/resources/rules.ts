import { Cidr, parseCidr } from '../path/cidr.js';
import { specialPurpose } from '../path/ranges.js';

/** Why a value is not legal: what would be, in words that follow "It must be", and an example. */
export interface Complaint {
  /** Completes "It must be …". */
  readonly legal: string;
  /** A legal value. */
  readonly example: string;
}

/** Looks at one value: undefined when it is legal. */
export type Rule = (value: unknown) => Complaint | undefined;

function pattern(regex: RegExp, legal: string, example: string): Rule {
  return (value) => (typeof value === 'string' && regex.test(value) ? undefined : { legal, example });
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Free text that is not empty. */
export const someText = pattern(/\S/, 'a text that is not empty', '"orders"');

/** An id that the API gave. */
export const someId = pattern(
  /^(?!\.{1,2}$)[^\s\p{Surrogate}]+$/u,
  'an id as the API gives it, without white space',
  '"net_1a2b3c"',
);

/** aws, gcp or azure. */
export const provider = pattern(/^(aws|gcp|azure)$/, 'aws, gcp or azure', '"aws"');

/** `us-east-1`, `europe-west1`, `centralus`. */
export const region = pattern(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "a region in the cloud's own spelling, lower case",
  '"us-east-1", "europe-west1" or "centralus"',
);

/** An AWS account. */
export const awsAccountId = pattern(
  /^\d{12}$/,
  'an AWS account id of 12 digits, as a string',
  '"123456789012"',
);

/** An AWS VPC. */
export const awsVpcId = pattern(
  /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  'vpc- and 8 or 17 hexadecimal digits',
  '"vpc-0a1b2c3d4e5f67890"',
);

/** A GCP project id, also with a domain (`example.com:project`). Rules: cloud.google.com/resource-manager, "Project ID". */
export const gcpProjectId = pattern(
  /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  'a GCP project id (not its number): 6 to 30 lower-case letters, digits and hyphens, beginning with a letter',
  '"my-project-123"',
);

/** A GCP network's name (RFC 1035 label). */
export const gcpNetwork = pattern(
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a GCP network's name, not its URL: up to 63 lower-case letters, digits and hyphens, beginning with a letter",
  '"default"',
);

/** An Azure GUID. */
export const guid = pattern(GUID, 'a GUID', '"00000000-1111-2222-3333-444444444444"');

/** An Azure virtual network's name. Rules: Microsoft.Network naming rules, 2 to 64 characters. */
export const azureVnetName = pattern(
  /^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9_]$/i,
  "a virtual network's name: 2 to 64 letters, digits, dots, hyphens and underscores",
  '"hub-vnet"',
);

/** An Azure resource group's name. Rules: 1 to 90 characters, not ending in a dot. */
export const azureResourceGroup = pattern(
  /^[\p{L}\p{N}._()-]{0,89}[\p{L}\p{N}_()-]$/u,
  "a resource group's name: up to 90 letters, digits, dots, hyphens, underscores and parentheses",
  '"network-rg"',
);

/** A customer account in bring-your-own-cloud: each cloud's own form. */
export const byocAccountId = pattern(
  /^\S+$/,
  'the id of your own cloud account: AWS account, GCP project or Azure subscription',
  '"123456789012"',
);

/** dev, standard, enhanced or extreme. */
export const performanceTier = pattern(
  /^(dev|standard|enhanced|extreme)$/,
  'dev, standard, enhanced or extreme',
  '"standard"',
);

/** A whole number, not below `least`. `unit` says of what. */
export function wholeNumber(least: number, unit: string, example: number): Rule {
  const legal = `a whole number${unit}, ${least} or more`;
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= least ? undefined : { legal, example: String(example) };
}

/** A network's own block: canonical, /16 to /24, not special-purpose; loopback only towards a loopback API. */
export function networkCidr(loopbackAllowed: boolean): Rule {
  return (value) => {
    const example = '"192.168.0.0/16"';
    if (typeof value !== 'string') return { legal: 'an IPv4 CIDR block as a string', example };
    const parsed = parseCidr(value);
    if (!parsed.ok) return complaintOf(parsed.reason, parsed.suggestion);
    const { cidr } = parsed;
    if (cidr.family !== 4) return { legal: 'an IPv4 CIDR block, networks have no IPv6', example };
    if (cidr.prefix < 16 || cidr.prefix > 24) {
      return { legal: 'a block from /16 to /24', example: `"${ofLegalSize(cidr)}"` };
    }
    const special = specialPurpose(cidr);
    if (special === undefined || (special === 'loopback' && loopbackAllowed)) return undefined;
    return { legal: `a private block, and this one is ${special}`, example };
  };
}

function complaintOf(reason: string, suggestion: Cidr | undefined): Complaint {
  const example = suggestion?.family === 4 ? `"${ofLegalSize(suggestion)}"` : '"192.168.0.0/16"';
  if (reason === 'host_bits') return { legal: `a block without host bits, here ${suggestion}`, example };
  if (reason === 'prefix_missing') return { legal: 'an address and a prefix length', example };
  return { legal: 'an IPv4 CIDR block: four numbers from 0 to 255, a slash, a prefix length', example };
}

/** The nearest block that is neither too large nor too small. */
function ofLegalSize(block: Cidr): Cidr {
  return Cidr.around(4, block.first, Math.min(Math.max(block.prefix, 16), 24));
}
