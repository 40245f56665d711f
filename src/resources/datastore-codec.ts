import { z } from 'zod';
import type { RequestDetails } from '../errors/request-details.js';
import { defined } from '../internal/defined.js';
import { asRecord, numberObeying, options, read, readList, textObeying, write } from './codec-support.js';
import { Datastore, type DatastoreConfig, type UpdateDatastoreInput } from './datastore.js';
import * as rules from './rules.js';
import { toWireKeys } from './wire-keys.js';

const flag = z.boolean({ error: 'true or false' }).optional();
const numbers = z.array(z.number()).optional();

const backupPolicy = { enabled: flag, everyHour: flag, everyDay: flag };
const dragonfly = { cacheMode: flag, tls: flag, bullmq: flag, sidekiq: flag, memcached: flag };

const answer = z.object({
  datastoreId: z.string(),
  status: z.string(),
  createdAt: z.number().optional(),
  password: z.string().optional(),
  addr: z.string().optional(),
  dashboard: z.object({ url: z.string().optional() }).optional(),
  config: z.object({
    name: z.string().default(''),
    networkId: z.string().optional(),
    location: z.object({
      provider: z.string(),
      region: z.string().default(''),
      availabilityZones: z.array(z.string()).optional(),
    }),
    tier: z.object({
      maxMemoryBytes: z.number(),
      performanceTier: z.string().default(''),
      replicas: z.number().optional(),
      byocInstanceFamily: z.object({ name: z.string().optional() }).optional(),
    }),
    cluster: z.object({ enabled: flag, shardMemory: z.number().optional() }).optional(),
    dragonfly: z.object({ ...dragonfly, aclRules: z.array(z.string()).optional() }).optional(),
    backupPolicy: z
      .object({ ...backupPolicy, retention: z.number().optional(), hours: numbers, weekdays: numbers })
      .optional(),
    restore: z.object({ backupId: z.string().optional(), loaded: flag }).optional(),
    maintenanceWindow: z
      .object({
        weekday: z.number().optional(),
        hour: z.number().optional(),
        durationHours: z.number().optional(),
      })
      .optional(),
    disablePasskey: flag,
    byoc: z.object({ accountId: z.string().optional() }).optional(),
  }),
});

/** @throws ResponseError when the body lacks what a datastore must have. */
export function readDatastore(body: unknown, request?: RequestDetails): Datastore {
  return toDatastore(read(answer, body, request), body);
}

/** @throws ResponseError when the body is no array of datastores. */
export function readDatastores(body: unknown, request?: RequestDetails): Datastore[] {
  return readList(answer, body, request).map(([datastore, raw]) => toDatastore(datastore, raw));
}

function toDatastore(answered: z.infer<typeof answer>, body: unknown): Datastore {
  const { datastoreId: id, dashboard, config, ...rest } = answered;
  const raw = withoutSecrets(asRecord(body));
  return new Datastore(defined({ id, ...config, ...rest, dashboardUrl: dashboard?.url, raw }));
}

function withoutSecrets({ password: _, ...raw }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const config = asRecord(raw.config);
  const { acl_rules: __, ...open } = asRecord(config.dragonfly);
  return { ...raw, config: 'dragonfly' in config ? { ...config, dragonfly: open } : config };
}

const count = numberObeying(rules.wholeNumber(0, '', 1)).optional();
const counts = z
  .array(numberObeying(rules.wholeNumber(0, '', 1)), { error: 'a list of whole numbers' })
  .optional();
const texts = z.array(textObeying(rules.someText), { error: 'a list of texts' }).optional();

const createInput = options({
  name: textObeying(rules.someText),
  networkId: textObeying(rules.someId).optional(),
  location: options({
    provider: textObeying(rules.provider),
    region: textObeying(rules.region),
    availabilityZones: texts,
  }),
  tier: options({
    maxMemoryBytes: numberObeying(rules.wholeNumber(1, ' of bytes', 3_000_000_000)),
    performanceTier: textObeying(rules.performanceTier),
    replicas: count,
    byocInstanceFamily: options({ name: textObeying(rules.someText).optional() }).optional(),
  }),
  cluster: options({ enabled: flag, shardMemory: count }).optional(),
  dragonfly: options({ ...dragonfly, aclRules: texts }).optional(),
  backupPolicy: options({ ...backupPolicy, retention: count, hours: counts, weekdays: counts }).optional(),
  restore: options({ backupId: textObeying(rules.someId).optional(), loaded: flag }).optional(),
  maintenanceWindow: options({ weekday: count, hour: count, durationHours: count }).optional(),
  disablePasskey: flag,
  byoc: options({ accountId: textObeying(rules.byocAccountId).optional() }).optional(),
});

const { name, location, tier, ...optionalInput } = createInput.shape;
const updateInput = options({
  ...optionalInput,
  name: name.optional(),
  location: options(location.partial().shape).optional(),
  tier: options(tier.partial().shape).optional(),
});

/** @throws InvalidInputError when the input is not legal. */
export function writeDatastoreCreate(input: DatastoreConfig): unknown {
  return toWireKeys(write(createInput, input));
}

/**
 * The whole config to PUT: what the API has now, fields that this version does not know included, with the changes.
 *
 * @throws InvalidInputError when the changes are not legal.
 */
export function writeDatastoreUpdate(
  current: unknown,
  changes: UpdateDatastoreInput,
): Record<string, unknown> {
  const config = { ...asRecord(asRecord(current).config) };
  for (const [key, change] of Object.entries(asRecord(toWireKeys(write(updateInput, changes))))) {
    const isGroup = change instanceof Object && !Array.isArray(change);
    config[key] = isGroup ? { ...asRecord(config[key]), ...change } : change;
  }
  return config;
}

/** What no error may show of a config on the wire: the ACL rules, and the passwords in them (`>secret`, `#hash`). */
export function datastoreSecrets(config: unknown): string[] {
  const { acl_rules: rules } = asRecord(asRecord(config).dragonfly);
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule) => {
    const words = String(rule).split(/\s+/);
    return [String(rule), ...words.filter((word) => /^[<>#!]./.test(word)).map((word) => word.slice(1))];
  });
}

/** Refuses changes that are not legal before anything is read. @throws InvalidInputError */
export function checkDatastoreUpdate(changes: UpdateDatastoreInput): void {
  write(updateInput, changes);
}
