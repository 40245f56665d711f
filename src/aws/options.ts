import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue, unknownOption } from '../errors/messages.js';
import { isTimeout, unknownKey } from '../internal/guards.js';

/** Keys of an AWS principal. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What `AwsAcceptor` needs of an EC2Client of the AWS SDK. */
export interface AwsEc2Client {
  /** Makes a call. */
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
  /** Its settings. */
  readonly config: { readonly region: () => Promise<string> };
}

/**
 * Which route tables get a route: every table that a subnet of the VPC uses, the main one where subnets use it
 * implicitly; the main one; those that some subnets use; or some by their ids. Tables that only serve gateways (edge
 * tables) never get one.
 */
export type RouteTableChoice =
  | 'all'
  | 'main'
  | { readonly subnetIds: readonly string[] }
  | { readonly ids: readonly string[] };

/** What an `AwsAcceptor` is made of. */
export interface AwsAcceptorOptions {
  /** The region of the VPC. */
  readonly region: string;
  /** The VPC that is to be connected. */
  readonly vpcId: string;
  /** Keys, or a function that gives them. @default the SDK's own chain: environment, profile, SSO, container, instance */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>) | undefined;
  /** A profile of the shared configuration files; its endpoint holds too. Not together with `credentials`. */
  readonly profile?: string | undefined;
  /** A role to take on, with the credentials above or the SDK's chain. */
  readonly roleArn?: string | undefined;
  /** An EC2Client of your own; it brings its credentials and endpoint. */
  readonly client?: AwsEc2Client | undefined;
  /** The URL of EC2. `http:` towards loopback only. @default as the SDK and its configuration say */
  readonly endpoint?: string | undefined;
  /** How long one attempt of one call may take, in milliseconds. Not for a `client` of your own. @default 20_000 */
  readonly timeoutMs?: number | undefined;
  /** Which route tables get a route to the network. @default 'all' */
  readonly routeTables?: RouteTableChoice | undefined;
  /**
   * Tables that are to get a route although traffic to the network's CIDR now goes through a firewall endpoint, a
   * transit gateway or an appliance, which the new route would bypass. @default none
   */
  readonly include?: readonly string[] | undefined;
  /** Security groups that are to allow the traffic. @default none: no group is touched */
  readonly securityGroupIds?: readonly string[] | undefined;
  /**
   * Whether these groups also get the inbound rule that the documentation of Dragonfly Cloud asks for. Connections that
   * your clients open work without it. @default true
   */
  readonly ingress?: boolean | undefined;
  /** Let names of your instances resolve to private addresses in the Dragonfly network. @default false: not touched */
  readonly dnsResolution?: boolean | undefined;
  /** Tags for what is made, beside our own. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** What to do when a live route to the network's CIDR leads elsewhere: stop, or replace it. @default 'fail' */
  readonly onConflict?: 'fail' | 'replace' | undefined;
}

/** The options with every default filled in. */
export interface Settings extends AwsAcceptorOptions {
  readonly timeoutMs: number;
  readonly routeTables: RouteTableChoice;
  readonly include: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ingress: boolean;
  readonly dnsResolution: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly onConflict: 'fail' | 'replace';
}

const KNOWN = [
  'region',
  'vpcId',
  'credentials',
  'profile',
  'roleArn',
  'client',
  'endpoint',
  'timeoutMs',
  'routeTables',
  'include',
  'securityGroupIds',
  'ingress',
  'dnsResolution',
  'tags',
  'onConflict',
] as const satisfies readonly (keyof AwsAcceptorOptions)[];

/** @throws InvalidInputError when an option is not legal or not known. */
export function checkOptions(options: AwsAcceptorOptions): Settings {
  if (!isRecord(options)) throw illegal('options', options, 'an object with region and vpcId');
  const unknown = unknownKey(options, KNOWN);
  if (unknown !== undefined) throw new InvalidInputError(unknownOption(unknown, KNOWN), { field: unknown });
  const settings = {
    ...options,
    timeoutMs: options.timeoutMs ?? 20_000,
    routeTables: options.routeTables ?? 'all',
    include: options.include ?? [],
    securityGroupIds: options.securityGroupIds ?? [],
    ingress: options.ingress ?? true,
    dnsResolution: options.dnsResolution ?? false,
    tags: options.tags ?? {},
    onConflict: options.onConflict ?? 'fail',
  } as const;
  checkPlace(settings);
  checkAccess(settings);
  checkWishes(settings);
  return settings;
}

function checkPlace({ region, vpcId }: Settings): void {
  matching('region', region, /^[a-z]{2,}(-[a-z0-9]+)+$/, 'a region of AWS', '"us-east-1"');
  matching('vpcId', vpcId, idOf('vpc'), 'vpc- and 8 or 17 hexadecimal digits', '"vpc-0a1b2c3d4e5f67890"');
}

function checkAccess({ credentials, profile, roleArn, client, endpoint, timeoutMs }: Settings): void {
  if (!isTimeout(timeoutMs))
    throw illegal('timeoutMs', timeoutMs, 'a number of milliseconds above 0 and below 2^31');
  if (profile !== undefined) matching('profile', profile, /\S/, 'the name of a profile', '"network-admin"');
  if (roleArn !== undefined) {
    const arn = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;
    matching('roleArn', roleArn, arn, 'the ARN of a role', '"arn:aws:iam::123456789012:role/network"');
  }
  if (endpoint !== undefined && (typeof endpoint !== 'string' || !URL.canParse(endpoint))) {
    throw illegal('endpoint', endpoint, 'a URL', '"http://127.0.0.1:4566"');
  }
  // The value is a secret, also when it is wrong.
  if (credentials !== undefined && !isCredentials(credentials))
    throw illegal(
      'credentials',
      '***',
      'an object with accessKeyId and secretAccessKey, or a function that gives one',
    );
  if (credentials !== undefined && profile !== undefined)
    throw illegal('profile', profile, 'left out when credentials are given');
  if (client === undefined) return;
  if (!isRecord(client) || typeof client.send !== 'function')
    throw illegal('client', typeof client, 'an EC2Client of @aws-sdk/client-ec2');
  const extra = Object.entries({ credentials, profile, roleArn, endpoint }).find(
    ([, value]) => value !== undefined,
  );
  if (extra) throw illegal(extra[0], '***', 'left out when client is given, which brings its own');
}

function checkWishes(settings: Settings): void {
  const { routeTables, include, securityGroupIds, ingress, dnsResolution, tags, onConflict } = settings;
  checkRouteTables(routeTables);
  ids('include', include, 'rtb');
  ids('securityGroupIds', securityGroupIds, 'sg');
  for (const [field, value] of Object.entries({ ingress, dnsResolution })) {
    if (typeof value !== 'boolean') throw illegal(field, value, 'true or false');
  }
  if (onConflict !== 'fail' && onConflict !== 'replace')
    throw illegal('onConflict', onConflict, "'fail' or 'replace'", "'replace'");
  if (!isRecord(tags)) throw illegal('tags', tags, 'an object of texts', '{ team: "data" }');
  for (const [key, value] of Object.entries(tags)) checkTag(key, value);
}

function checkRouteTables(choice: unknown): void {
  if (choice === 'all' || choice === 'main') return;
  const legal = "'all', 'main', { subnetIds: […] } or { ids: […] }";
  if (!isRecord(choice)) throw illegal('routeTables', choice, legal, "'all'");
  const [only, ...more] = Object.entries(choice);
  if (!only || more.length > 0 || !['ids', 'subnetIds'].includes(only[0])) {
    throw illegal('routeTables', choice, legal, "'all'");
  }
  const field = `routeTables.${only[0]}`;
  ids(field, only[1], only[0] === 'ids' ? 'rtb' : 'subnet');
  if (Array.isArray(only[1]) && only[1].length === 0)
    throw illegal(field, only[1], 'a list of at least one id');
}

function checkTag(key: string, value: unknown): void {
  const legalKey = key.length > 0 && key.length <= 128 && !/^(aws|dfcloud):/i.test(key);
  if (!legalKey)
    throw illegal('tags', key, 'keys of 1 to 128 characters that do not begin with aws: or dfcloud:');
  if (typeof value !== 'string' || value.length > 256)
    throw illegal(`tags.${key}`, value, 'a text of up to 256 characters');
}

function ids(field: string, value: unknown, kind: string): void {
  if (!Array.isArray(value)) throw illegal(field, value, 'a list of ids', `["${kind}-0a1b2c3d4e5f67890"]`);
  const example = `"${kind}-0a1b2c3d4e5f67890"`;
  for (const [index, id] of value.entries()) {
    matching(`${field}[${index}]`, id, idOf(kind), `${kind}- and 8 or 17 hexadecimal digits`, example);
  }
}

function idOf(kind: string): RegExp {
  return new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`);
}

function matching(field: string, value: unknown, pattern: RegExp, legal: string, example: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw illegal(field, value, legal, example);
}

function isCredentials(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return (
    isRecord(value) && typeof value.accessKeyId === 'string' && typeof value.secretAccessKey === 'string'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function illegal(field: string, value: unknown, legal: string, example?: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
