import { InvalidInputError } from '../errors/invalid-input-error.js';
import {
  gcpProjectMissing,
  illegalTimeout,
  illegalValue,
  notOptions,
  unknownOption,
} from '../errors/messages.js';
import { isOptions, isTimeout, unknownKey } from '../internal/guards.js';
import { resolveEndpoints } from './endpoints.js';
import type { FirewallSettings, GcpAcceptorOptions, GcpFirewallChoice, Settings } from './options.js';

const KNOWN = [
  'projectId',
  'network',
  'auth',
  'credentials',
  'keyFile',
  'accessToken',
  'quotaProject',
  'peeringName',
  'importCustomRoutes',
  'exportCustomRoutes',
  'stackType',
  'firewall',
  'endpoint',
  'timeoutMs',
] as const satisfies readonly (keyof GcpAcceptorOptions)[];

const KNOWN_OF_FIREWALL = [
  'targets',
  'targetTags',
  'targetServiceAccounts',
  'ingress',
  'egress',
  'priority',
  'overrideDeny',
] as const satisfies readonly (keyof GcpFirewallChoice)[];

const PROJECT = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME_LEGAL = 'up to 63 lower-case letters, digits and hyphens, beginning with a letter';

/** @throws InvalidInputError when an option is not legal or not known. */
export function checkOptions(options: GcpAcceptorOptions): Settings {
  if (!isOptions(options)) throw new InvalidInputError(notOptions(options, KNOWN), {});
  refuseUnknown(options, KNOWN, '');
  checkPlace(options);
  checkAccess(options);
  checkPeering(options);
  return { ...options, firewall: checkFirewall(options.firewall), timeoutMs: options.timeoutMs ?? 20_000 };
}

function checkPlace({ projectId, network }: GcpAcceptorOptions): void {
  if (projectId === undefined || projectId === '')
    throw new InvalidInputError(gcpProjectMissing(), { field: 'projectId' });
  matching(
    'projectId',
    projectId,
    PROJECT,
    'the id of a project, not its number or name',
    '"my-project-123"',
  );
  matching('network', network, NAME, `the name of a network, not its URL: ${NAME_LEGAL}`, '"default"');
}

function checkAccess(options: GcpAcceptorOptions): void {
  const { auth, credentials, keyFile, accessToken, quotaProject, endpoint, timeoutMs } = options;
  const given = Object.entries({ auth, credentials, keyFile, accessToken }).filter(
    ([, value]) => value !== undefined,
  );
  const [first, second] = given;
  // The values are secrets, also when they are wrong.
  if (first && second) throw illegal(second[0], '***', `left out when ${first[0]} is given`);
  if (auth !== undefined && (typeof auth !== 'object' || typeof auth?.getRequestHeaders !== 'function'))
    throw illegal('auth', '***', 'a GoogleAuth or an auth client of google-auth-library');
  if (credentials !== undefined && (!isOptions(credentials) || typeof credentials.type !== 'string'))
    throw illegal('credentials', '***', 'the parsed content of a key file, an object with type');
  if (keyFile !== undefined) matching('keyFile', keyFile, /\S/, 'the path of a key file', '"key.json"');
  if (accessToken !== undefined && typeof accessToken !== 'function' && !isToken(accessToken))
    throw illegal('accessToken', '***', 'an access token without white space, or a function that gives one');
  if (quotaProject !== undefined)
    matching('quotaProject', quotaProject, PROJECT, 'the id of a project', '"my-project-123"');
  if (timeoutMs !== undefined && !isTimeout(timeoutMs))
    throw new InvalidInputError(illegalTimeout('timeoutMs', timeoutMs), { field: 'timeoutMs' });
  resolveEndpoints(endpoint);
}

/** True for a text that a header can carry. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function checkPeering(options: GcpAcceptorOptions): void {
  const { peeringName, importCustomRoutes, exportCustomRoutes, stackType } = options;
  if (peeringName !== undefined) matching('peeringName', peeringName, NAME, NAME_LEGAL, '"dragonfly"');
  booleans('', { importCustomRoutes, exportCustomRoutes });
  if (stackType !== undefined && !['IPV4_ONLY', 'IPV4_IPV6'].includes(stackType))
    throw illegal('stackType', stackType, "'IPV4_ONLY' or 'IPV4_IPV6'", "'IPV4_ONLY'");
}

function checkFirewall(choice: GcpFirewallChoice | undefined): FirewallSettings | undefined {
  if (choice === undefined) return undefined;
  const given: unknown = choice;
  if (!isOptions(given))
    throw illegal('firewall', given, "an object with targets: 'all', targetTags or targetServiceAccounts");
  refuseUnknown(choice, KNOWN_OF_FIREWALL, 'firewall.');
  const { ingress = true, egress = true, overrideDeny = false, priority } = choice;
  booleans('firewall.', { ingress, egress, overrideDeny });
  if (!ingress && !egress) throw illegal('firewall.egress', egress, 'true when ingress is false');
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority <= 65_535))
    throw illegal('firewall.priority', priority, 'a whole number from 0 to 65535', '1000');
  return { ...checkTargets(choice), ingress, egress, overrideDeny, priority };
}

/** Nobody's VMs are opened because somebody forgot to say which. */
function checkTargets(
  choice: GcpFirewallChoice,
): Pick<FirewallSettings, 'targetTags' | 'targetServiceAccounts'> {
  const { targets, targetTags, targetServiceAccounts } = choice;
  const given = [targets, targetTags, targetServiceAccounts].filter((value) => value !== undefined);
  const legal = "exactly one of targets: 'all', targetTags and targetServiceAccounts";
  if (given.length !== 1) throw illegal('firewall', choice, legal, "{ targetTags: ['app'] }");
  if (targets !== undefined && targets !== 'all')
    throw illegal('firewall.targets', targets, "'all'", "'all'");
  if (targetTags !== undefined) texts('firewall.targetTags', targetTags, NAME, NAME_LEGAL, 'app');
  if (targetServiceAccounts !== undefined) {
    const account = /^[^\s@]+@[^\s@]+$/;
    const field = 'firewall.targetServiceAccounts';
    texts(
      field,
      targetServiceAccounts,
      account,
      'the e-mail address of a service account',
      'app@my-project-123.iam.gserviceaccount.com',
    );
  }
  return { targetTags: targetTags ?? [], targetServiceAccounts: targetServiceAccounts ?? [] };
}

function texts(field: string, value: unknown, pattern: RegExp, legal: string, example: string): void {
  if (!Array.isArray(value) || value.length === 0)
    throw illegal(field, value, 'a list of at least one text', `['${example}']`);
  for (const [index, text] of value.entries())
    matching(`${field}[${index}]`, text, pattern, legal, `'${example}'`);
}

function booleans(prefix: string, values: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(values)) {
    if (value !== undefined && typeof value !== 'boolean')
      throw illegal(prefix + field, value, 'true or false');
  }
}

function matching(field: string, value: unknown, pattern: RegExp, legal: string, example: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw illegal(field, value, legal, example);
}

function refuseUnknown(options: object, known: readonly string[], prefix: string): void {
  const unknown = unknownKey(options, known);
  if (unknown === undefined) return;
  throw new InvalidInputError(unknownOption(prefix + unknown, known), { field: prefix + unknown });
}

function illegal(field: string, value: unknown, legal: string, example?: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
