/* The public API of `dfcloud`, and nothing else. The verifier is in `dfcloud/verify`, the double in `dfcloud/sandbox`. */

// The client
export { DfCloud } from './client.js';
export type { ClientEvent, DfCloudOptions } from './client-options.js';
// Proving a connection
export type { VerifyConnectionOptions } from './connection-verifier.js';
// What it throws: one class per decision that a caller can take
export {
  AbortedError,
  AuthError,
  type AuthErrorCode,
  type CloudCall,
  CloudRefusedError,
  ConflictError,
  DfCloudError,
  type ErrorText,
  FailedStateError,
  InvalidInputError,
  isDfCloudError,
  NeedsYourActionError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  type RequestDetails,
  ResponseError,
  type Sent,
  ServerError,
  TimeoutError,
  type WaitDetails,
} from './errors/index.js';
// What it tells its listeners
export type { AnswerEvent, HttpEvent, NoAnswerEvent, RequestEvent, RetryEvent } from './http/events.js';
/** The package's version. */
export { VERSION } from './internal/version.js';
// The flow, and what a cloud's acceptor implements
export type { Acceptor, FlowContext, PeerDraft } from './peering/acceptor.js';
export type { Applied } from './peering/apply-plan.js';
export type { Destroyed, Left } from './peering/destroy-flow.js';
export type { FindingEvent, PeeringEvent, StepEvent } from './peering/events.js';
export type { Finding } from './peering/finding.js';
export type { ApplyOptions, DestroyOptions, Peering, PeeringOptions } from './peering/peering.js';
export type { Permission, Permissions, Verb } from './peering/permissions.js';
export type { PeeringPlan, PlannedStep, RemoteSide } from './peering/plan.js';
export { shellScript } from './peering/shell-script.js';
export type {
  Owner,
  Ownership,
  Step,
  StepContext,
  StepState,
  StepStatus,
  TransientRule,
} from './peering/step.js';
// Its resources. The classes are reached through a client; their names are exported as types only.
export type { CallOptions, ListFilter, NetworkListFilter, WaitOptions } from './resources/call-options.js';
export type { Connection, ConnectionStatus, CreateConnectionInput } from './resources/connection.js';
export type { Connections } from './resources/connections.js';
export type {
  Datastore,
  DatastoreConfig,
  DatastoreStatus,
  DragonflyOptions,
  PerformanceTier,
  UpdateDatastoreInput,
} from './resources/datastore.js';
export type { Datastores } from './resources/datastores.js';
export type { EnsureOptions } from './resources/ensure-connection.js';
export type {
  AdoptedEvent,
  AnswerLostEvent,
  CreatedEvent,
  EnsureEvent,
  RaceLostEvent,
  RaceWonEvent,
  TerminalFoundEvent,
} from './resources/ensure-events.js';
export type { Move } from './resources/move.js';
export type { CreateNetworkInput, Network, NetworkStatus, UpdateNetworkInput } from './resources/network.js';
export type { Networks } from './resources/networks.js';
export type { AwsPeer, AzurePeer, GcpPeer, Peer } from './resources/peer.js';
export type { OrUnknown, Provider } from './resources/provider.js';
export type { ClientWarning } from './resources/warning.js';
export type { ConnectionReport } from './verify/join-reports.js';
export type { ExposureOpening, ExposureReport } from './verify/judge-exposure.js';
export type { PathPiece, PathReport } from './verify/judge-paths.js';
export type {
  PollFailedEvent,
  StatusEvent,
  UnknownStatusEvent,
  WaitEvent,
  WaitingEvent,
  YourMoveEvent,
} from './waiters/events.js';
