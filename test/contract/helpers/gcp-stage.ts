import { DfCloud } from '../../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';

/** A sandbox in which Dragonfly waits for a GCP network to peer. */
export interface GcpStage {
  readonly sandbox: Sandbox;
  readonly df: DfCloud;
  /** The customer's project. */
  readonly projectId: string;
  readonly accessToken: string;
  /** Dragonfly's side of the peering, in Google's form: `projects/…/global/networks/…`. */
  readonly vendorNetwork: string;
  readonly connectionId: string;
}

/** The block of Dragonfly's network. */
export const VENDOR_CIDR = '192.168.0.0/16';

const QUICK = { provisioningMs: 0, requestMs: 0, activationMs: 0, gcpOperationMs: 1 };

/** For hooks that set a stage up: the machine may be busy. */
export const STAGE_LIMIT_MS = 60_000;

/** Starts a sandbox with an active network of Dragonfly, and a connection to `app-vpc` of the customer. */
export async function gcpStage(options: SandboxOptions = {}): Promise<GcpStage> {
  const timings = { ...QUICK, ...options.timings };
  const sandbox = await startSandbox({ ...options, timings });
  const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const { id: projectId, accessToken } = sandbox.gcp.project();
  const { id: networkId } = await df.networks.create({
    name: 'orders',
    location: { provider: 'gcp', region: 'us-central1' },
    cidrBlock: VENDOR_CIDR,
  });
  const { vpc } = await df.networks.waitUntilActive(networkId);
  const peer = { provider: 'gcp', projectId, network: 'app-vpc' } as const;
  const { id: connectionId } = await df.connections.create({ name: 'to-app', networkId, peer });
  const vendorNetwork = `projects/${vpc?.accountId}/global/networks/${vpc?.resourceId}`;
  return { sandbox, df, projectId, accessToken, vendorNetwork, connectionId };
}
