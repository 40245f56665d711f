import type { EC2Client, EC2ClientConfig } from '@aws-sdk/client-ec2';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { awsEndpointIllegal, illegalValue } from '../errors/messages.js';
import { isLoopbackHost } from '../internal/loopback.js';
import type { Ec2 } from './ec2/ec2.js';
import { loadProviders, loadSdk, type Sdk } from './ec2/load-sdk.js';
import { SdkEc2 } from './ec2/sdk-ec2.js';
import type { AwsEc2Client, Settings } from './options.js';
import { profileEndpoint } from './profile-endpoint.js';

/** The SDK tries three times by default, which a throttled account outlasts. */
const MAX_ATTEMPTS = 6;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the way to EC2: loads the SDK, finds out where the calls will go, and refuses an endpoint to which the
 * credentials would travel in clear. Makes no request.
 *
 * @throws InvalidInputError when the SDK is not installed, or the endpoint or the client's region is not legal.
 */
export async function openEc2(settings: Settings): Promise<Ec2> {
  const sdk = await loadSdk();
  const { client: own, region } = settings;
  if (own) {
    if (!isEc2Client(own)) throw illegalClient(own);
    const itsRegion = await own.config.region();
    if (itsRegion !== region) {
      const text = illegalValue('client', itsRegion, `an EC2Client of region ${region}, the acceptor's`);
      throw new InvalidInputError(text, { field: 'client' });
    }
    return new SdkEc2(sdk, own, checkEndpoint(await endpointOf(sdk, own)));
  }

  const endpoint = settings.endpoint ?? (settings.profile && (await profileEndpoint(settings.profile)));
  const place = { region, ...(endpoint && { endpoint }) };
  // Where the calls go is asked of a client without credentials: those may need a network to be found.
  const url = checkEndpoint(
    await endpointOf(sdk, new sdk.EC2Client({ ...place, credentials: NO_CREDENTIALS })),
  );
  const credentials = await credentialsFor(settings, url);
  const client = new sdk.EC2Client({
    ...place,
    ...(credentials && { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, settings.timeoutMs),
      requestTimeout: settings.timeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  return new SdkEc2(sdk, client, url);
}

const NO_CREDENTIALS = { accessKeyId: 'none', secretAccessKey: 'none' };

/** Undefined: the SDK's own chain. */
async function credentialsFor(
  { credentials, profile, roleArn, region }: Settings,
  url: string,
): Promise<EC2ClientConfig['credentials']> {
  if (profile === undefined && roleArn === undefined) return credentials && identityOf(credentials);
  const { fromNodeProviderChain, fromTemporaryCredentials } = await loadProviders();
  // The role is asked for at the same double as EC2, never at the real STS with a double's keys.
  const clientConfig = { region, ...(isLoopback(url) && { endpoint: url }) };
  const base = profile === undefined ? undefined : fromNodeProviderChain({ profile, clientConfig });
  if (roleArn === undefined) return base;
  const masterCredentials = credentials ? identityOf(credentials) : base;
  return fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: 'dfcloud' },
    clientConfig,
    ...(masterCredentials && { masterCredentials }),
  });
}

type Identity = Extract<NonNullable<EC2ClientConfig['credentials']>, (...args: never[]) => unknown>;

function identityOf(credentials: NonNullable<Settings['credentials']>): Identity {
  return async () => {
    const { accessKeyId, secretAccessKey, sessionToken } =
      typeof credentials === 'function' ? await credentials() : credentials;
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  };
}

/**
 * The URL that a client's calls go to, as the client itself works it out from its options, the environment and the
 * configuration file. The call that is made for it is caught before it is signed and sent.
 */
async function endpointOf(sdk: Sdk, client: EC2Client): Promise<string> {
  const command = new sdk.DescribeVpcsCommand({});
  let url = '';
  command.middlewareStack.add(
    () => async (args) => {
      url = urlOf(args.request);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'build', priority: 'low', name: 'dfcloudEndpoint' },
  );
  await client.send(command);
  return url;
}

function urlOf(request: unknown): string {
  const part = (name: string): unknown =>
    request instanceof Object ? Reflect.get(request, name) : undefined;
  const port = part('port');
  const at = `${String(part('protocol'))}//${String(part('hostname'))}${port === undefined ? '' : `:${String(port)}`}`;
  return URL.canParse(at) ? new URL(at).origin : at;
}

function checkEndpoint(url: string): string {
  if (URL.canParse(url) && (new URL(url).protocol === 'https:' || isLoopback(url))) return url;
  throw new InvalidInputError(awsEndpointIllegal(url), { field: 'endpoint' });
}

function isLoopback(url: string): boolean {
  return isLoopbackHost(new URL(url).hostname);
}

function isEc2Client(client: AwsEc2Client): client is EC2Client {
  return 'middlewareStack' in client && typeof client.send === 'function';
}

function illegalClient(client: unknown): InvalidInputError {
  const text = illegalValue('client', typeof client, 'an EC2Client of @aws-sdk/client-ec2');
  return new InvalidInputError(text, { field: 'client' });
}
