// Starting a sandbox

export type { SandboxClock } from './clock.js';
// Making it misbehave
export type { Fault, FaultHandle, FaultRule, FaultSummary, Faults, FaultTarget } from './faults.js';
export type { SandboxOptions, SandboxTimings } from './options.js';
// Looking into it
export type { LoggedRequest } from './request-log.js';
export type { DatastoreControl } from './resp/store-host.js';
export type { StoreVariant } from './resp/variants.js';
export type { Sandbox } from './sandbox.js';
export { SandboxError, type SandboxErrorCode } from './sandbox-error.js';
export { startSandbox } from './start-sandbox.js';
export type { Peering, PeeringSide, Provider, WorldSnapshot } from './world.js';
