// Starting a sandbox

export type { SandboxClock } from './clock.js';
export type { SandboxOptions, SandboxTimings } from './options.js';
export type { Sandbox } from './sandbox.js';
export { SandboxError, type SandboxErrorCode } from './sandbox-error.js';
export { startSandbox } from './start-sandbox.js';

// Making it misbehave

export type { Fault, FaultHandle, FaultRule, FaultSummary, Faults, FaultTarget } from './faults.js';
export type { DatastoreControl } from './resp/store-host.js';
export type { StoreVariant } from './resp/variants.js';

// Looking into it

export type {
  WireByoc,
  WireConnection,
  WireConnectionConfig,
  WireDatastore,
  WireDatastoreConfig,
  WireLocation,
  WireNetwork,
  WireNetworkCreate,
  WirePeer,
} from '../resources/wire.js';
export type { Json } from './json.js';
export type { LoggedRequest, RequestNote } from './request-log.js';
export type { Peering, PeeringSide, Provider, WorldSnapshot } from './world.js';

// AWS

export type { AwsCredentials } from './aws/auth/accounts.js';
export type { ConditionValue, IamPolicyDocument, IamStatement } from './aws/auth/policy-document.js';
export type { AwsAccount, AwsSandbox } from './aws/aws-sandbox.js';
export type { AwsSnapshot } from './aws/aws-snapshot.js';
export type { AwsConsistency } from './aws/consistency.js';
export type { AwsLimits } from './aws/limits.js';

// Google Cloud

export type { GcpConsistency } from './gcp/consistency.js';
export type { DragonflyPeerings, GcpProject, GcpSandbox } from './gcp/gcp-sandbox.js';
export type { GcpSnapshot } from './gcp/gcp-snapshot.js';
export type { GcpLimits } from './gcp/limits.js';
export type { HierarchicalPolicy, LearnedRoute, TrafficOptions } from './gcp/state/records.js';

// Azure

export type { AzureIdentity } from './azure/administrators.js';
export type { ArmSandbox, AzureDenial, AzurePolicy, AzureScaleSet } from './azure/arm/arm-control.js';
export type { ArmSnapshot } from './azure/arm/arm-snapshot.js';
export type { ArmLimits, ArmOperations } from './azure/arm/rules.js';
export type { AzureSandbox, AzureSubscription } from './azure/azure-sandbox.js';
export type { AzureSnapshot, DirectorySnapshot } from './azure/azure-snapshot.js';
export type { AzureConsistency } from './azure/consistency.js';
export type { AzurePermissions } from './azure/permissions.js';
