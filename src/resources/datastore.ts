import { inspect } from 'node:util';
import type { OrUnknown, Provider } from './provider.js';

/** What the API says of a datastore's life. */
export type DatastoreStatus = OrUnknown<
  'pending' | 'updating' | 'restoring' | 'active' | 'deleting' | 'deleted'
>;

/** How fast a datastore is. */
export type PerformanceTier = 'dev' | 'standard' | 'enhanced' | 'extreme';

/** The settings of a datastore, as it is created with and as it answers. */
export interface DatastoreConfig {
  /** Free text, not empty. */
  readonly name: string;
  /** The private network; without one the datastore is public. */
  readonly networkId?: string | undefined;
  /** Where it runs: the cloud and region of its network. */
  readonly location: {
    /** The cloud. */
    readonly provider: OrUnknown<Provider>;
    /** The cloud's own region name. */
    readonly region: string;
    /** The cloud's own zone names. */
    readonly availabilityZones?: readonly string[] | undefined;
  };
  /** Size and speed. */
  readonly tier: {
    /** Memory, in bytes. */
    readonly maxMemoryBytes: number;
    /** How fast it is. */
    readonly performanceTier: OrUnknown<PerformanceTier>;
    /** Copies beside the master. */
    readonly replicas?: number | undefined;
    /** The machines to run on, in the customer's own account. */
    readonly byocInstanceFamily?: { readonly name?: string | undefined } | undefined;
  };
  /** Sharding over several nodes; clients then speak the Redis Cluster protocol. */
  readonly cluster?:
    | {
        /** @default false */
        readonly enabled?: boolean | undefined;
        /** Memory of a shard; the API does not document the unit. */
        readonly shardMemory?: number | undefined;
      }
    | undefined;
  /** Server options. */
  readonly dragonfly?: DragonflyOptions | undefined;
  /** When backups are taken. */
  readonly backupPolicy?:
    | {
        /** @default false */
        readonly enabled?: boolean | undefined;
        /** How many are kept. */
        readonly retention?: number | undefined;
        /** One each hour. */
        readonly everyHour?: boolean | undefined;
        /** One each day. */
        readonly everyDay?: boolean | undefined;
        /** The hours of the day, 0 to 23. */
        readonly hours?: readonly number[] | undefined;
        /** The days of the week. */
        readonly weekdays?: readonly number[] | undefined;
      }
    | undefined;
  /** The backup that the data comes from. */
  readonly restore?:
    | { readonly backupId?: string | undefined; readonly loaded?: boolean | undefined }
    | undefined;
  /** When upgrades may happen. */
  readonly maintenanceWindow?:
    | {
        /** The day of the week. */
        readonly weekday?: number | undefined;
        /** The hour of the day, 0 to 23. */
        readonly hour?: number | undefined;
        /** Its length, in hours. */
        readonly durationHours?: number | undefined;
      }
    | undefined;
  /** True: no password. On private networks the vendor's default is none. */
  readonly disablePasskey?: boolean | undefined;
  /** Run it in the customer's own cloud account. */
  readonly byoc?: { readonly accountId?: string | undefined } | undefined;
}

/** Server options of a datastore. */
export interface DragonflyOptions {
  /** Evict keys when memory is full. */
  readonly cacheMode?: boolean | undefined;
  /** Speak TLS. Off by default on private networks. */
  readonly tls?: boolean | undefined;
  /** Tuned for BullMQ. */
  readonly bullmq?: boolean | undefined;
  /** Tuned for Sidekiq. */
  readonly sidekiq?: boolean | undefined;
  /** Speak the Memcached protocol as well, on port 6371. */
  readonly memcached?: boolean | undefined;
  /** Redis ACL rules. A secret: readable by name, masked in logs and JSON. */
  readonly aclRules?: readonly string[] | undefined;
}

/** What a datastore is made of. */
export interface DatastoreFields extends DatastoreConfig {
  /** The id. */
  readonly id: string;
  /** What the API says of its life. */
  readonly status: DatastoreStatus;
  /** `host:port`; absent until it is active. */
  readonly addr?: string;
  /** The passkey. */
  readonly password?: string;
  /** The vendor's monitoring page. */
  readonly dashboardUrl?: string;
  /** An integer whose unit the API does not document. */
  readonly createdAt?: number;
  /** The answer as it came, less its secrets. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const MASK = '***';

/** A datastore. Its password and ACL rules can be read by name, and are masked in `inspect`, JSON and every log. */
export class Datastore implements DatastoreFields {
  declare readonly id: string;
  declare readonly name: string;
  declare readonly status: DatastoreStatus;
  declare readonly networkId?: string;
  declare readonly addr?: string;
  declare readonly location: DatastoreFields['location'];
  declare readonly tier: DatastoreFields['tier'];
  declare readonly cluster?: DatastoreFields['cluster'];
  declare readonly dragonfly?: DragonflyOptions;
  declare readonly backupPolicy?: DatastoreFields['backupPolicy'];
  declare readonly restore?: DatastoreFields['restore'];
  declare readonly maintenanceWindow?: DatastoreFields['maintenanceWindow'];
  declare readonly disablePasskey?: boolean;
  declare readonly byoc?: DatastoreFields['byoc'];
  declare readonly dashboardUrl?: string;
  declare readonly createdAt?: number;
  declare readonly raw: Readonly<Record<string, unknown>>;
  /** The passkey. Masked in `inspect` and JSON. */
  declare readonly password?: string;

  constructor(fields: DatastoreFields) {
    const { password, dragonfly, ...open } = fields;
    Object.assign(this, open);
    if (dragonfly) Object.assign(this, { dragonfly: withHidden(dragonfly, 'aclRules') });
    if (password !== undefined) hide(this, 'password', password);
  }

  /**
   * The URL for a Redis client: `redis://host:port`, or `rediss://` when the datastore speaks TLS. The password is
   * left out unless it is asked for. Undefined while there is no address.
   */
  connectionUrl(options: { /** @default false */ readonly showPassword?: boolean } = {}): string | undefined {
    if (this.addr === undefined) return undefined;
    const scheme = this.dragonfly?.tls ? 'rediss' : 'redis';
    const shown = options.showPassword ? encodeURIComponent(this.password ?? '') : MASK;
    return `${scheme}://${this.password === undefined ? '' : `default:${shown}@`}${this.addr}`;
  }

  /** All fields, with the secrets masked. */
  toJSON(): Record<string, unknown> {
    return {
      ...Object.fromEntries(Object.entries(this)),
      ...(this.password !== undefined && { password: MASK }),
      ...(this.dragonfly?.aclRules && { dragonfly: { ...this.dragonfly, aclRules: MASK } }),
    };
  }

  [inspect.custom](): unknown {
    return this.toJSON();
  }
}

function withHidden<T extends object, K extends keyof T & string>(object: T, key: K): T {
  const { [key]: secret, ...open } = object;
  if (secret !== undefined) hide(open, key, secret);
  return open as T;
}

/** An accessor, since `%o` and `showHidden` print the values of hidden properties, but do not call their getters. */
function hide(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { get: () => value, enumerable: false, configurable: true });
}

/** What of a datastore can be changed; the rest stays as it is. Groups such as `tier` are changed field by field. */
export type UpdateDatastoreInput = { readonly [K in keyof DatastoreConfig]?: Changes<DatastoreConfig[K]> };

type Changes<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: T[K] }
    : T;
