import { EC2, type EC2ClientConfig, EC2ServiceException } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/index.js';

/** The region of every test that does not say otherwise. */
export const REGION = 'us-east-1';
/** Another account beside the customer's: the one that asks for peerings. */
export const OTHER = '999988887777';

// Silence, not safety: without it the SDK prints which Node versions it will need one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** A sandbox whose clock stands still until it is advanced. */
export function startAws(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ clock: 'virtual', ...options });
}

/** The SDK's client of an account, which makes one attempt only. */
export function ec2Of(sandbox: Sandbox, account?: string, region = REGION, more: EC2ClientConfig = {}): EC2 {
  const { credentials } = sandbox.aws.account(account);
  return new EC2({ region, endpoint: sandbox.endpoints.ec2, credentials, maxAttempts: 1, ...more });
}

/** What `call` was refused with: `Code: message`. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, 'the call was not refused').toBeInstanceOf(EC2ServiceException);
  if (!(error instanceof EC2ServiceException)) return '';
  return `${error.name}: ${error.message}`;
}

/** A value that must be there. */
export function given<T>(value: T | undefined | null, what = 'value'): T {
  expect(value, `${what} is missing`).toBeDefined();
  if (value === undefined || value === null) throw new TypeError(`${what} is missing`);
  return value;
}

/** Makes a VPC and gives its id. */
export async function newVpc(ec2: EC2, CidrBlock = '10.1.0.0/16'): Promise<string> {
  return given((await ec2.createVpc({ CidrBlock })).Vpc?.VpcId, 'VpcId');
}

/** The main route table of a VPC. */
export async function mainTable(ec2: EC2, vpcId: string) {
  const { RouteTables } = await ec2.describeRouteTables({
    Filters: [
      { Name: 'vpc-id', Values: [vpcId] },
      { Name: 'association.main', Values: ['true'] },
    ],
  });
  return given(RouteTables?.[0], 'main route table');
}

/** Two accounts with a VPC each, and the other's request to the customer, pending. */
export async function pendingRequest(sandbox: Sandbox, peerRegion = REGION) {
  const customer = ec2Of(sandbox, undefined, peerRegion);
  const other = ec2Of(sandbox, OTHER);
  const vpcId = await newVpc(customer, '10.1.0.0/16');
  const otherVpcId = await newVpc(other, '192.168.0.0/16');
  const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
    VpcId: otherVpcId,
    PeerVpcId: vpcId,
    PeerOwnerId: sandbox.aws.defaultAccountId,
    PeerRegion: peerRegion,
  });
  await sandbox.clock.advance(1000);
  const pcx = given(VpcPeeringConnection?.VpcPeeringConnectionId, 'pcx');
  return { customer, other, vpcId, otherVpcId, pcx };
}

/** As `pendingRequest`, accepted and active. */
export async function activePeering(sandbox: Sandbox) {
  const request = await pendingRequest(sandbox);
  await request.customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: request.pcx });
  await sandbox.clock.advance(1000);
  return request;
}

/** One peering connection as this client sees it, or undefined. */
export async function peeringSeen(ec2: EC2, pcx: string) {
  const { VpcPeeringConnections } = await ec2.describeVpcPeeringConnections({
    Filters: [{ Name: 'vpc-peering-connection-id', Values: [pcx] }],
  });
  return VpcPeeringConnections?.[0];
}
