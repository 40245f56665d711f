import { nearest } from '../../internal/nearest.js';
import { SandboxError } from '../sandbox-error.js';
import type { Administrators, AzureIdentity } from './administrators.js';
import type { ArmContext } from './arm/arm-context.js';
import { ArmControl, type ArmSandbox } from './arm/arm-control.js';
import type { AzureContext } from './azure-context.js';
import { AZURE_KNOBS, type AzureConsistency } from './consistency.js';
import type { AzurePermissions } from './permissions.js';
import { DEFAULT_SUBSCRIPTION_ID, DEFAULT_TENANT_ID, GUID } from './well-known.js';

/** A subscription of the sandbox. */
export interface AzureSubscription {
  /** A GUID. */
  readonly id: string;
  /** The directory that it trusts. */
  readonly tenantId: string;
}

/** What a test can do with the sandbox's Azure beside calling its APIs. */
export interface AzureSandbox extends ArmSandbox {
  /** The customer's directory. */
  readonly defaultTenantId: string;
  /** The customer's subscription, in `sandbox.env`. */
  readonly defaultSubscriptionId: string;
  /** The administrator of the customer's directory and subscriptions, in `sandbox.env`. */
  readonly identity: AzureIdentity;
  /**
   * A subscription. From now on it counts as real: a Dragonfly connection to a VNet that does not exist there, or that
   * it has no role on, fails. @default the subscription of `sandbox.env`
   * @throws {SandboxError} `invalid_option`
   */
  subscription(
    id?: string,
    options?: {
      /** The directory of a new subscription, made when there is none. @default the customer's */
      readonly tenantId?: string | undefined;
    },
  ): AzureSubscription;
  /**
   * The administrator of any directory, which is made when there is none: the vendor's too, to play the vendor.
   * @throws {SandboxError} `invalid_option`
   */
  administrator(tenantId: string): AzureIdentity;
  /**
   * Limits what an identity may do, by its client id; role assignments count beside it. Null gives back what it had at
   * first: everything for an administrator, nothing for any other.
   * @throws {SandboxError} `invalid_option`
   */
  permissions(clientId: string, permissions: AzurePermissions | null): void;
  /**
   * How far answers lag behind; replaces what was set before. `{}` for not at all.
   * @throws {SandboxError} `invalid_option`
   */
  consistency(knobs: AzureConsistency): void;
}

/** `AzureSandbox` on the doubles. What each member does: see there. */
export class AzureControl extends ArmControl implements AzureSandbox {
  readonly defaultTenantId = DEFAULT_TENANT_ID;
  readonly defaultSubscriptionId = DEFAULT_SUBSCRIPTION_ID;
  readonly identity: AzureIdentity;
  readonly #azure: AzureContext;
  readonly #administrators: Administrators;

  constructor(arm: ArmContext, administrators: Administrators) {
    super(arm);
    this.#azure = arm.azure;
    this.#administrators = administrators;
    this.identity = administrators.of(DEFAULT_TENANT_ID);
  }

  administrator(tenantId: string): AzureIdentity {
    checkGuid('a tenant id', tenantId);
    return this.#administrators.of(tenantId);
  }

  subscription(
    id: string = DEFAULT_SUBSCRIPTION_ID,
    { tenantId }: { tenantId?: string | undefined } = {},
  ): AzureSubscription {
    checkGuid('a subscription id', id);
    if (tenantId !== undefined) checkGuid('a tenant id', tenantId);
    const { subscriptions, directories } = this.#azure;
    const known = subscriptions.get(id);
    if (known && tenantId !== undefined && known.tenantId !== tenantId.toLowerCase()) {
      throw refusal(
        `the subscription ${id} is in the directory ${known.tenantId}`,
        'A subscription keeps its directory: give another id, or leave tenantId out.',
      );
    }
    const subscription = subscriptions.open(id, directories.open(tenantId ?? DEFAULT_TENANT_ID).id);
    subscriptions.know(id);
    return { id: subscription.id, tenantId: subscription.tenantId };
  }

  permissions(clientId: string, permissions: AzurePermissions | null): void {
    checkGuid('a client id', clientId);
    if (permissions !== null && !(isTexts(permissions.arm) && isTexts(permissions.graph))) {
      throw refusal(
        'the permissions lack a list',
        "Give { arm: ['Microsoft.Network/*'], graph: [] }, or null.",
      );
    }
    this.#azure.permissions.set(clientId, permissions);
  }

  consistency(knobs: AzureConsistency): void {
    for (const [name, value] of Object.entries(knobs)) {
      const knob = AZURE_KNOBS.find((known) => known === name);
      if (knob === undefined) {
        const guess = nearest(name, AZURE_KNOBS);
        throw refusal(
          `there is no knob ${name}${guess ? `; did you mean ${guess}?` : ''}`,
          `The knobs are ${AZURE_KNOBS.join(', ')}.`,
        );
      }
      if (typeof value !== 'number' || !(value >= 0)) {
        throw refusal(`${name} is ${String(value)}`, 'Give a number, zero or more.');
      }
    }
    this.#azure.consistency.configure(knobs);
  }
}

function checkGuid(what: string, value: string): void {
  if (!GUID.test(value)) throw refusal(`${value} is no GUID`, `Give ${what}, such as ${DEFAULT_TENANT_ID}.`);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function refusal(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
