import { nearest } from '../internal/nearest.js';
import type { ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';
import type { WaitDetails } from './wait-details.js';

/*
 * Every text of every error stands here, so that one reader can check them for tone, for secrets and for a next step.
 * Section by section: input, API key, base URL, requests, answers, waiting.
 */

/** A value as a message shows it: texts quoted, cut at 80 characters; of objects only the keys, as values can be secret. */
export function shown(value: unknown): string {
  const text = describe(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return `an object with ${Object.keys(value).join(', ') || 'no keys'}`;
}

/* Input */

/** An option has an illegal value. `legal` completes "It must be …". */
export function illegalValue(field: string, value: unknown, legal: string, example?: string): ErrorText {
  const given = value === undefined ? `${field} is missing` : `${field} is ${shown(value)}`;
  return {
    message: `${given}. It must be ${legal}.`,
    fix: example === undefined ? `Pass ${legal}.` : `Pass for example ${field}: ${example}.`,
  };
}

/** A duration is not legal. */
export function illegalTimeout(field: string, value: unknown): ErrorText {
  return illegalValue(field, value, 'a number of milliseconds above 0 and below 2^31', '30_000');
}

/** Something else stands where options are expected. It is not shown: it may well be an API key. */
export function notOptions(given: unknown, known: readonly string[]): ErrorText {
  return {
    message: `The options are ${kindOf(given)}. They must be an object.`,
    fix: `Pass an object with some of: ${known.join(', ')}.`,
  };
}

/** The kind of a value, for messages that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** An option exists that nobody knows. */
export function unknownOption(field: string, known: readonly string[]): ErrorText {
  const guess = nearest(field.split('.').at(-1) ?? field, known);
  return {
    message: `Unknown option ${field}.`,
    fix: guess ? `Did you mean ${guess}? Known: ${known.join(', ')}.` : `Known: ${known.join(', ')}.`,
  };
}

/* API key */

const KEY_PAGE = 'Create a key in the Dragonfly Cloud console (Account > API keys)';

/** No key was given. */
export function apiKeyMissing(): ErrorText {
  return {
    message: 'No API key: neither the option apiKey nor the environment variable DFCLOUD_API_KEY is set.',
    fix: `${KEY_PAGE} and run: export DFCLOUD_API_KEY=<key>`,
  };
}

/** A key was given that no header can carry. `flaw` completes "because …". The key itself is never shown. */
export function apiKeyMalformed(source: string, flaw: string): ErrorText {
  return {
    message: `The API key in ${source} cannot be used: ${flaw}.`,
    fix: `${KEY_PAGE}, copy it whole, and run: export DFCLOUD_API_KEY=<key>`,
  };
}

/** A key from the environment would go to a loopback address that code names. */
export function apiKeyNotForLoopback(): ErrorText {
  return {
    message:
      'The API key of DFCLOUD_API_KEY is not sent to a loopback baseUrl that was passed as an option: it is probably a real key.',
    fix: 'Pass apiKey beside baseUrl, or set DFCLOUD_BASE_URL as well.',
  };
}

/** 401. */
export function apiKeyRefused(said: string | undefined): ErrorText {
  return {
    message: `The API does not know this API key (401)${quoted(said)}.`,
    fix: `${KEY_PAGE}, and check that it has not been revoked and belongs to this base URL.`,
  };
}

/** 403. */
export function apiKeyNotAllowed(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `The API key is valid but not allowed to ${request.method} ${request.path} (403)${quoted(said)}.`,
    fix: 'Use a key of an account member whose role allows this, or ask an owner of the account to widen the role.',
  };
}

/* Base URL */

/** The base URL is not legal. `why` completes "because …". Credentials and a query in it are not shown. */
export function baseUrlIllegal(source: string, given: unknown, why: string): ErrorText {
  const open =
    typeof given === 'string' ? given.replace(/[?#].*$/s, '?***').replace(/^(.*\/\/)?.*@/s, '$1***@') : given;
  return {
    message: `${source} is ${shown(open)}: ${why}.`,
    fix: 'Pass an https: URL, for example https://api.dragonflydb.cloud, or http: towards loopback such as http://127.0.0.1:8080.',
  };
}

/* Requests */

/** No answer came. */
export function networkFailed(request: RequestDetails, baseUrl: string, code: string): ErrorText {
  return {
    message: `${line(request)} failed: ${FAILURES[code] ?? 'the connection failed'} (${code}) at ${new URL(baseUrl).host}. ${effect(request)}`,
    fix: `Check that ${baseUrl} can be reached from here: curl -sS -o /dev/null -w '%{http_code}\\n' ${baseUrl}/v1/networks. Behind a proxy, pass a fetch that uses it.`,
  };
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not accepted in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is of an unknown authority',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the other side does not speak TLS',
  ETIMEDOUT: 'the other side was silent',
};

/** One of the two clocks ran out. */
export function requestTimedOut(
  request: RequestDetails,
  clock: 'timeoutMs' | 'totalTimeoutMs',
  afterMs: number,
): ErrorText {
  const what =
    clock === 'timeoutMs' ? 'One attempt took longer than' : 'The call with its retries took longer than';
  return {
    message: `${line(request)} timed out. ${what} ${clock} = ${afterMs}. ${effect(request)}`,
    fix: `Pass a larger ${clock}, or check the way to the API and its status page.`,
  };
}

/** The caller cancelled. */
export function requestAborted(request: RequestDetails): ErrorText {
  return {
    message: `${line(request)} was cancelled. ${effect(request)}`,
    fix: 'Make the call again when you want its result; every read and every ensure is safe to repeat.',
  };
}

/** 404. */
export function notFound(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${request.method} ${request.path}: there is no such resource (404)${quoted(said)}.`,
    fix: LISTED.test(request.path)
      ? `List what exists: dfcloud ${LISTED.exec(request.path)?.[1]} list. The id may belong to another account's key.`
      : 'Check the path and that baseUrl is the API itself.',
  };
}

// A path with an id below one of the three lists.
const LISTED = /^\/v1\/(networks|connections|datastores)\/./;

/** 409. */
export function conflict(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${request.method} ${request.path} contradicts what exists (409)${quoted(said)}.`,
    fix:
      request.method === 'DELETE'
        ? 'Something still uses it: delete its connections and datastores first (dfcloud status shows them).'
        : 'Look at what exists (dfcloud status), and adopt it or choose other values.',
  };
}

/** 429. */
export function rateLimited(request: RequestDetails, retryAfterMs: number | undefined): ErrorText {
  const when = retryAfterMs === undefined ? 'in a while' : `in ${Math.ceil(retryAfterMs / 1000)} s`;
  return {
    message: `${line(request)}: too many requests (429).`,
    fix: `Try again ${when}; many waits on one client share their requests, so use one client.`,
  };
}

/** 5xx and 408. */
export function serverFailed(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${line(request)}: the API failed (${request.status})${quoted(said)}. ${effect(request)}`,
    fix: `Try again later${request.requestId ? `, and name request ${request.requestId} to support` : ''}.`,
  };
}

/** 400, 422 and the like. */
export function inputRefused(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `The API refused ${request.method} ${request.path} (${request.status})${quoted(said)}.`,
    fix: 'Change the input as the API says.',
  };
}

/** A body that JSON cannot express. */
export function bodyNotSerialisable(method: string, path: string): ErrorText {
  return {
    message: `The body of ${method} ${path} cannot be written as JSON.`,
    fix: 'Pass plain objects, lists, texts, numbers and booleans: no bigint, no function, no cycle.',
  };
}

/** A body where HTTP allows none. */
export function bodyNotAllowed(method: string, path: string): ErrorText {
  return {
    message: `${method} ${path} cannot carry a body.`,
    fix: 'Leave the body out, or use POST or PUT.',
  };
}

/* Answers */

/** 3xx. */
export function redirected(request: RequestDetails, location: string | undefined): ErrorText {
  const target = location && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return {
    message: `${request.method} ${request.path} was redirected${target} (${request.status}). Redirects are not followed, the API key would go along.`,
    fix: 'Set baseUrl to the final address of the API.',
  };
}

/** A 2xx answer whose body is no JSON. */
export function bodyNotJson(request: RequestDetails, text: string): ErrorText {
  const start = text.trimStart().startsWith('<') ? 'It looks like a web page. ' : '';
  return {
    message: `${request.method} ${request.path} was answered with ${request.status}, but the body is not JSON. ${start}${effect(request)}`,
    fix: 'Check that baseUrl is the API itself and that no proxy or login page stands in between.',
  };
}

/** A 2xx answer that lacks what it must have. `at` is in the API's words. */
export function bodyLacks(request: RequestDetails | undefined, at: string, problem: string): ErrorText {
  const what = request ? `The answer to ${request.method} ${request.path}` : 'The body';
  return {
    message: `${what} cannot be used: ${at === '' ? 'the body' : at}: ${problem}.`,
    fix: 'The API may have changed: update dfcloud. If the newest version says the same, report it with this message.',
  };
}

function line(request: RequestDetails): string {
  const attempts = request.attempts > 1 ? ` (${request.attempts} attempts)` : '';
  return `${request.method} ${request.path}${attempts}`;
}

function effect(request: RequestDetails): string {
  if (request.method === 'GET') return 'Nothing was changed.';
  if (request.sent === 'no') return 'The request never left, so nothing was changed.';
  return 'It may have taken effect: look before you repeat it.';
}

function quoted(said: string | undefined): string {
  return said === undefined ? '' : `: ${shown(said)}`;
}

/* Waiting */

/** The resource is in a state from which the target cannot be reached. */
export function waitFailed(wait: WaitDetails): ErrorText {
  const detail = wait.statusDetail === undefined ? '' : ` (${wait.statusDetail})`;
  return {
    message: `${subject(wait)} is ${wait.lastStatus}${detail} and will not become ${wait.target}.`,
    fix: statusFix(wait),
  };
}

/** What to do about a resource in a status from which it does not recover by itself. */
export function statusFix(wait: Pick<WaitDetails, 'resource' | 'id' | 'lastStatus'>): string {
  const text = STATUS_FIXES[`${wait.resource}:${wait.lastStatus}`] ?? LOOK_AT_IT;
  return text.replaceAll('<id>', wait.id).replaceAll('<kind>', wait.resource);
}

const LOOK_AT_IT = 'Look at it: dfcloud <kind>s get <id>';

const STATUS_FIXES: Readonly<Record<string, string>> = {
  'connection:failed':
    "Check the peer's account, VPC id and region (Azure: also the application and its roles), delete this connection (dfcloud connections delete <id>), and create it anew: a connection cannot be changed.",
  'connection:irrecoverable':
    'The peering was deleted in the customer account. Delete this connection (dfcloud connections delete <id>) and create it anew.',
  'connection:deleting':
    'It is being removed. Wait for that (dfcloud connections wait <id> --for deleted), then create a new one.',
  'connection:deleted': 'It was removed. Create a new one: dfcloud connections create.',
  'network:failed':
    'Delete the network (dfcloud networks delete <id>) and create it anew; if it fails again, ask the support of Dragonfly Cloud.',
};

/** The wait's time is up. `yourMoveFix` says what the customer had to do, where that was what was missing. */
export function waitTimedOut(
  wait: WaitDetails,
  timeoutMs: number,
  yourMoveFix: string | undefined,
): ErrorText {
  const state =
    wait.lastStatus === undefined
      ? 'was never seen'
      : `is still ${wait.lastStatus}, for ${seconds(wait.inStatusMs)} now${wait.statusDetail ? ` (${wait.statusDetail})` : ''}`;
  return {
    message: `${subject(wait)} did not become ${wait.target} within ${seconds(timeoutMs)}: it ${state}. Seen: ${tally(wait)}.`,
    fix:
      yourMoveFix ??
      'Wait again, it is safe to repeat; pass a larger timeoutMs (--timeout-ms) if it is only slow.',
  };
}

/** The customer has to act first. */
export function needsYourAction(wait: WaitDetails, fix: string): ErrorText {
  return { message: `${subject(wait)} is ${wait.lastStatus}: it is your move.`, fix };
}

/** The resource is not there, and it is too late for that to be a lag. */
export function waitMissing(wait: WaitDetails, missingMs: number): ErrorText {
  const before = wait.lastStatus === undefined ? '' : ` any more; it was ${wait.lastStatus}`;
  return {
    message: `${subject(wait)} does not exist${before} (404 for ${seconds(missingMs)}).`,
    fix: `List what exists: dfcloud ${wait.resource}s list. The id may belong to another account's key.`,
  };
}

/** The caller cancelled the wait. */
export function waitAborted(wait: WaitDetails): ErrorText {
  const state = wait.lastStatus === undefined ? 'before it was seen' : `while it was ${wait.lastStatus}`;
  return {
    message: `The wait for ${wait.resource} ${wait.id} to become ${wait.target} was cancelled ${state}.`,
    fix: 'Wait again whenever you like; waiting changes nothing.',
  };
}

function subject(wait: WaitDetails): string {
  return `${wait.resource.charAt(0).toUpperCase()}${wait.resource.slice(1)} ${wait.id}`;
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function tally(wait: WaitDetails): string {
  const counts = Object.entries(wait.seen).map(([status, count]) => `${status} ${count}x`);
  return counts.length === 0 ? 'nothing' : counts.join(', ');
}

/* Verifying */

/** The caller cancelled a verification. */
export function verifyAborted(endpoint: string): ErrorText {
  return {
    message: `The verification of ${endpoint} was cancelled.`,
    fix: 'Run it again when you want its result: it changes nothing, so it is safe to repeat.',
  };
}

/** A user name or password was given as an option and, differently, in the endpoint's URL. Neither is shown. */
export function credentialsContradict(field: string): ErrorText {
  return {
    message: `${field} is given twice: as an option and, with another value, in the endpoint's URL.`,
    fix: `Leave one of the two out, for example the one in the URL.`,
  };
}

/* Resources */

/** `ensure` found only a dead connection. */
export function ensureFoundTerminal(found: WaitDetails): ErrorText {
  const detail = found.statusDetail === undefined ? '' : ` (${found.statusDetail})`;
  return {
    message: `${subject(found)} already joins this network and peer, and it is ${found.lastStatus}${detail}. It was not adopted, and no second one was made.`,
    fix: `Cure what the status says, then pass replace: true (dfcloud: --replace) to delete it and create a new one. ${statusFix(found)}`,
  };
}

/** The caller cancelled an `ensure` between two of its requests. */
export function ensureAborted(networkId: string): ErrorText {
  return {
    message: `The call of ensure for network ${networkId} was cancelled. It may have created the connection.`,
    fix: 'Make the same call again: it adopts a connection that exists.',
  };
}

/** A creation was answered with success but no body, and the list does not tell which one is new. */
export function createdUnnamed(path: string, name: string, found: number): ErrorText {
  return {
    message: `POST ${path} succeeded without saying what it made, and the list holds ${found} called ${shown(name)}.`,
    fix: 'Look at the list before you repeat it; a name of its own for each resource avoids this.',
  };
}

/** A network's block is public address space. */
export function cidrNotPrivate(cidr: string): string {
  return `${cidr} is not private address space (RFC 1918: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16). Public addresses inside it will not be reachable from the peered VPC.`;
}

/** What the customer has to do while a connection is inactive, with the command of the cloud. */
export function acceptPeering(connection: PeeringToAccept): string {
  const { id, networkId, peerConnectionId, peer } = connection;
  const theirs = `dfcloud networks get ${networkId}`;
  switch (peer.provider) {
    case 'aws':
      return `Accept the peering in AWS account ${peer.accountId}, then route to it: aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id ${peerConnectionId ?? `<pcx-… of dfcloud connections get ${id}>`} --region ${peer.region ?? `<region of ${peer.vpcId}>`}`;
    case 'gcp':
      return `Add the other half in GCP project ${peer.projectId}: gcloud compute networks peerings create dfcloud-${peer.network} --project=${peer.projectId} --network=${peer.network} --peer-project=<vpc.accountId> --peer-network=<vpc.resourceId> (both: ${theirs})`;
    case 'azure':
      return `Add the other half with the application's login in both tenants: az network vnet peering create --name ${peer.vnetName}-dfcloud-peering --resource-group ${peer.resourceGroup} --vnet-name ${peer.vnetName} --subscription ${peer.subscriptionId} --allow-vnet-access --remote-vnet <vpc.accountId>/providers/Microsoft.Network/virtualNetworks/<vpc.resourceId> (both: ${theirs})`;
  }
}

interface PeeringToAccept {
  readonly id: string;
  readonly networkId: string;
  readonly peerConnectionId?: string;
  readonly peer:
    | {
        readonly provider: 'aws';
        readonly accountId: string;
        readonly vpcId: string;
        readonly region?: string | undefined;
      }
    | { readonly provider: 'gcp'; readonly projectId: string; readonly network: string }
    | {
        readonly provider: 'azure';
        readonly subscriptionId: string;
        readonly resourceGroup: string;
        readonly vnetName: string;
      };
}

/* The peering flow */

/** A dead connection stands where a new one is wanted. */
export function connectionDead(id: string, status: string): string {
  return statusFix({ resource: 'connection', id, lastStatus: status });
}

/** The acceptor is for another cloud than the network. */
export function wrongCloud(networkId: string, is: string, wanted: string): ErrorText {
  return {
    message: `Network ${networkId} is on ${is}, and the acceptor is for ${wanted}.`,
    fix: `Use the acceptor of ${is}, or a network on ${wanted} (dfcloud networks list).`,
  };
}

/** What exists contradicts a step. */
export function stepConflict(
  title: string,
  state: { readonly evidence: string; readonly fix?: string },
): ErrorText {
  return {
    message: `${title}: ${state.evidence}.`,
    fix: state.fix ?? 'Look at what is in the way, and remove it or choose otherwise.',
  };
}

/** A step's real state could not be read. */
export function stepUnread(
  title: string,
  state: { readonly evidence: string; readonly fix?: string },
): ErrorText {
  return {
    message: `${title} could not be determined: ${state.evidence}.`,
    fix: state.fix ?? 'Run it again.',
  };
}

/** Preflight found errors. */
export function preflightFailed(
  errors: readonly { readonly summary: string; readonly fix: { readonly text: string } }[],
): ErrorText {
  return {
    message: `Nothing was written: ${errors.map(({ summary }) => summary).join(' ')}`,
    fix: errors.map(({ fix }) => fix.text).join(' '),
  };
}

/** A plan no longer fits. */
export function planStale(then: string, now: string): ErrorText {
  return {
    message: `The plan is not for what is there now. Planned: ${then}. Now: ${now}.`,
    fix: 'Make a new plan, read it, and apply that.',
  };
}

/** A refusal of one item of a list: where it stands, and what is wrong with it. */
export function atPlace(place: string, text: ErrorText): ErrorText {
  return { message: `${place}: ${text.message}`, fix: text.fix };
}

/** Some endpoints are doubles on this machine, others are real. */
export function endpointsMixed(endpoints: readonly string[]): ErrorText {
  return {
    message: `These endpoints are partly on this machine and partly not: ${endpoints.join(', ')}.`,
    fix: 'Set all of them to doubles (DFCLOUD_BASE_URL, AWS_ENDPOINT_URL), or none.',
  };
}

/** The connection that was named by its id joins something else than the acceptor's side. */
export function connectionOfOther(id: string, is: string, wanted: string): ErrorText {
  return {
    message: `Connection ${id} joins ${is}, and the acceptor is for ${wanted}.`,
    fix: `Pass the id of the connection to ${wanted} (dfcloud connections list), or the acceptor of the other side.`,
  };
}

/** The caller cancelled a run. */
export function flowAborted(networkId: string): ErrorText {
  return {
    message: `The run for network ${networkId} was cancelled. What was done stays done.`,
    fix: 'Run it again: it reads what is there and goes on from it.',
  };
}

/** There is no private endpoint that packets could be sent to. */
export function nothingToProbe(wait: WaitDetails): ErrorText {
  const why =
    wait.lastStatus === undefined
      ? 'has no active datastore'
      : `is ${wait.lastStatus} and has no private address`;
  return {
    message: `There is nothing to probe: ${wait.id} ${why}.`,
    fix: 'Create a datastore in the network (dfcloud datastores create --network …) and wait until it is active.',
  };
}

/* AWS */

/** A package that is loaded on first use is not installed. */
export function sdkMissing(name: string): ErrorText {
  return {
    message: `The package ${name} is not installed; dfcloud/aws loads it on first use.`,
    fix: `npm install ${name}`,
  };
}

/** The caller cancelled during a call of the customer's cloud. */
export function cloudCallAborted(operation: string): ErrorText {
  return {
    message: `The call of ${operation} was cancelled. If it writes, it may have taken effect.`,
    fix: 'Run it again: it reads what is there and goes on from it.',
  };
}

/** AWS was not reached, or sent no answer. */
export function awsUnreachable(operation: string, endpoint: string, code: string): ErrorText {
  const what = FAILURES[code] ?? (code === 'TimeoutError' ? 'no answer came in time' : 'no answer came');
  return {
    message: `${operation} failed: ${what} (${code}) at ${endpoint}.`,
    fix: `Check that ${endpoint} can be reached from here, and that AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_EC2 are set as you mean it.`,
  };
}

/** An IAM permission is missing. */
export function awsNotAllowed(
  action: string,
  who: string | undefined,
  requestId: string | undefined,
): ErrorText {
  return {
    message: `AWS does not allow ${who ?? 'the credentials in use'} to ${action}${named(requestId)}.`,
    fix: `Add ${action} to the policy of ${who ?? 'the principal (aws sts get-caller-identity)'}: dfcloud permissions aws prints the whole document.`,
  };
}

/** AWS credentials are missing, expired or wrong. */
export function awsCredentialsRefused(operation: string, code: string, said: string): ErrorText {
  return {
    message: `${operation} could not be signed or was not accepted (${code}): ${shown(said)}.`,
    fix: 'Log in again or choose other credentials: aws sts get-caller-identity shows those in use; pass profile, roleArn or credentials.',
  };
}

/** AWS refused a call for another reason. */
export function awsRefused(
  operation: string,
  code: string,
  said: string,
  requestId: string | undefined,
): ErrorText {
  return {
    message: `AWS refused ${operation} (${code})${named(requestId)}: ${said}`,
    fix:
      AWS_FIXES[code.toLowerCase()] ??
      'Look at what AWS says, change it, and run it again: it goes on from what is there.',
  };
}

const AWS_FIXES: Readonly<Record<string, string>> = {
  'invalidvpcid.notfound':
    'Check the VPC id, the region and the account: aws ec2 describe-vpcs --region <region> lists what these credentials see.',
  routelimitexceeded:
    'Remove routes that are not needed, or ask for more routes per table: https://console.aws.amazon.com/servicequotas/home/services/vpc/quotas',
  activevpcpeeringconnectionpervpclimitexceeded:
    'Delete peerings that are not needed, or ask for more (quota L-7E9ECCDB): aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-7E9ECCDB --desired-value 125',
  vpcpeeringconnectionspervpclimitexceeded:
    'Delete peerings that are not needed, or ask for more (quota L-7E9ECCDB): aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-7E9ECCDB --desired-value 125',
  rulespersecuritygrouplimitexceeded:
    'Remove rules that are not needed, name another security group, or ask for more rules per group.',
  requestlimitexceeded: 'AWS is throttling this account and region. Wait a minute and run it again.',
  'invalidvpcpeeringconnectionstate.dnshostnamesdisabled':
    'Turn DNS hostnames on in your VPC: aws ec2 modify-vpc-attribute --vpc-id <vpc> --enable-dns-hostnames',
  'invalidgroup.notfound': 'Check the security group ids, the region and the account.',
};

function named(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` (request ${requestId})`;
}

/** The endpoint of EC2 is `http:` to somewhere else, or no URL. */
export function awsEndpointIllegal(url: string): ErrorText {
  return {
    message: `Calls of EC2 would go to ${shown(url)}, where everybody on the way could read and change them.`,
    fix: 'Use an https: endpoint, or http: towards loopback such as http://127.0.0.1:4566 (option endpoint, AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL, or endpoint_url of the profile).',
  };
}
