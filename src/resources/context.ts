import type { Transport } from '../http/transport.js';
import type { Clock } from '../internal/clock.js';
import type { ClientWarning } from './warning.js';

/** What a client lends to its resources. */
export interface ResourceContext {
  /** Makes the calls. */
  readonly transport: Transport;
  /** Time. */
  readonly clock: Clock;
  /** True when the API is on this machine: networks may then use 127.0.0.0/8. */
  readonly loopback: boolean;
  /** Told of what is legal but probably not meant. */
  readonly onWarning: (warning: ClientWarning) => void;
}
