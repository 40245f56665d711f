import { nearest } from '../../../internal/nearest.js';
import { parseCidr } from '../../../path/cidr.js';
import { SandboxError } from '../../sandbox-error.js';
import { GUID } from '../well-known.js';
import type { ArmContext } from './arm-context.js';
import { addressIn, subnetAt } from './nics/addresses.js';
import { type ArmLimits, type ArmOperations, DEFAULT_ARM_LIMITS, DEFAULT_ARM_OPERATIONS } from './rules.js';
import type { NetworkInterface } from './state/records.js';
import { touch } from './tracked/tracked.js';
import { ArmError } from './wire/arm-error.js';

/** A policy of the customer's organisation, reduced to what it refuses. */
export interface AzurePolicy {
  /** A resource id; it holds for everything below. */
  readonly scope: string;
  /** Actions that it refuses, `*` for any text. */
  readonly actions: readonly string[];
}

/** A denial that no role overrules. */
export interface AzureDenial extends AzurePolicy {
  /** Object ids of those whom it denies. @default everybody */
  readonly principalIds?: readonly string[];
}

/** Machines of one kind, such as the nodes of an AKS cluster. */
export interface AzureScaleSet {
  readonly name: string;
  /** A resource group of the subnet's subscription; it need not exist. */
  readonly resourceGroup: string;
  /** The subnet that its machines are in. */
  readonly subnetId: string;
  /** How many machines. @default 1 */
  readonly machines?: number;
  /** The group on its interfaces. */
  readonly networkSecurityGroupId?: string;
}

/** What a test can do with the sandbox's Resource Manager that its API cannot do, or not for another's subscription. */
export interface ArmSandbox {
  /**
   * How long operations take, how they fail, and how long pages are; replaces what was set before. `{}` for the usual.
   * @throws {SandboxError} `invalid_option`
   */
  operations(operations: ArmOperations): void;
  /**
   * How much a subscription may have; what is not named stays as it was.
   * @throws {SandboxError} `invalid_option`
   */
  limits(subscriptionId: string, limits: Partial<ArmLimits>): void;
  /**
   * Whether a subscription uses a resource provider; its API registers it again.
   * @throws {SandboxError} `invalid_option`
   */
  registration(subscriptionId: string, namespace: string, state: 'Registered' | 'NotRegistered'): void;
  /** Sets a policy; null removes it. */
  policy(name: string, policy: AzurePolicy | null): void;
  /** Sets a deny assignment; null removes it. */
  denial(name: string, denial: AzureDenial | null): void;
  /**
   * Changes the address space of any VNet, Dragonfly's too, as its owner would: peerings are then out of sync.
   * @throws {SandboxError} `unknown_id`, `invalid_option`
   */
  addressSpace(vnetId: string, prefixes: readonly string[]): void;
  /**
   * Attaches a network interface to a machine; effective routes and rules are told of running ones only. Null detaches it.
   * @throws {SandboxError} `unknown_id`
   */
  machine(networkInterfaceId: string, state: 'running' | 'stopped' | null): void;
  /**
   * Makes a scale set, and gives the ids of its interfaces.
   * @throws {SandboxError} `unknown_id`, `invalid_option`
   */
  scaleSet(scaleSet: AzureScaleSet): readonly string[];
  /**
   * What a Virtual Network Manager has set for a VNet, as `listNetworkManagerEffectiveSecurityAdminRules` answers it.
   * @throws {SandboxError} `unknown_id`
   */
  adminRules(vnetId: string, rules: readonly Readonly<Record<string, unknown>>[]): void;
}

/** `ArmSandbox` on the double. What each member does: see there. */
export class ArmControl implements ArmSandbox {
  readonly #arm: ArmContext;

  constructor(arm: ArmContext) {
    this.#arm = arm;
  }

  operations(operations: ArmOperations): void {
    checkKnobs(operations, DEFAULT_ARM_OPERATIONS);
    const { conflictStatus } = operations;
    if (conflictStatus !== undefined && conflictStatus !== 409 && conflictStatus !== 429) {
      throw refusal(`conflictStatus is ${String(conflictStatus)}`, 'Give 409 or 429.');
    }
    this.#arm.rules.setOperations(operations);
  }

  limits(subscriptionId: string, limits: Partial<ArmLimits>): void {
    checkSubscription(subscriptionId);
    checkKnobs(limits, DEFAULT_ARM_LIMITS);
    this.#arm.rules.changeLimits(subscriptionId, limits);
  }

  registration(subscriptionId: string, namespace: string, state: 'Registered' | 'NotRegistered'): void {
    checkSubscription(subscriptionId);
    const key = `${subscriptionId}/${namespace}`.toLowerCase();
    if (state === 'Registered') this.#arm.world.unregistered.delete(key);
    else this.#arm.world.unregistered.set(key, 'NotRegistered');
  }

  policy(name: string, policy: AzurePolicy | null): void {
    const { policies } = this.#arm.world;
    remove(policies, name);
    if (policy) policies.push({ name, scope: policy.scope, actions: policy.actions });
  }

  denial(name: string, denial: AzureDenial | null): void {
    const { denyAssignments } = this.#arm.world;
    remove(denyAssignments, name);
    if (!denial) return;
    const { scope, actions, principalIds = [] } = denial;
    const guid = this.#arm.azure.ids.guid('azure/deny-assignment');
    denyAssignments.push({ guid, name, scope, permission: { actions, notActions: [] }, principalIds });
  }

  addressSpace(vnetId: string, prefixes: readonly string[]): void {
    const vnet = this.#vnet(vnetId);
    const wrong = prefixes.find((prefix) => !parseCidr(prefix).ok);
    if (wrong !== undefined || prefixes.length === 0) {
      throw refusal(`${wrong ?? 'nothing'} is no CIDR block`, 'Give one or more, such as 10.0.0.0/16.');
    }
    vnet.prefixes = prefixes;
    touch(this.#arm, vnet);
  }

  machine(networkInterfaceId: string, state: 'running' | 'stopped' | null): void {
    const nic = this.#arm.world.networkInterfaces.get(networkInterfaceId);
    if (!nic) throw unknown(`network interface ${networkInterfaceId}`);
    const group = nic.id.replace(/\/providers\/.*$/i, '');
    nic.virtualMachineId =
      state === null ? undefined : `${group}/providers/Microsoft.Compute/virtualMachines/${nic.name}-vm`;
    nic.running = state === 'running';
    touch(this.#arm, nic);
  }

  scaleSet({ name, resourceGroup, subnetId, machines = 1, networkSecurityGroupId }: AzureScaleSet) {
    const place = subnetAt(this.#arm, subnetId);
    if (!place) throw unknown(`subnet ${subnetId}`);
    const [, subscription = ''] = /^(\/subscriptions\/[^/]+)/i.exec(subnetId) ?? [];
    const set = `${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
    return Array.from({ length: machines }, (_none, index) => {
      const machine = `${set}/virtualMachines/${index}`;
      const nic = this.#scaledInterface(
        `${machine}/networkInterfaces/${name}-nic`,
        subnetId,
        place.vnet.location,
      );
      nic.virtualMachineId = machine;
      nic.networkSecurityGroupId = networkSecurityGroupId;
      return nic.id;
    });
  }

  adminRules(vnetId: string, rules: readonly Readonly<Record<string, unknown>>[]): void {
    this.#arm.world.adminRules.set(this.#vnet(vnetId).id.toLowerCase(), structuredClone(rules));
  }

  #vnet(id: string) {
    const vnet = this.#arm.world.virtualNetworks.get(id);
    if (vnet) return vnet;
    throw unknown(`virtual network ${id}`);
  }

  #scaledInterface(id: string, subnetId: string, location: string): NetworkInterface {
    const { ids } = this.#arm.azure;
    return this.#arm.world.networkInterfaces.add({
      id,
      name: id.split('/').at(-1) ?? '',
      type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces',
      location,
      resourceGuid: ids.guid('azure/resource'),
      tags: undefined,
      etag: `W/"${ids.guid('azure/etag')}"`,
      provisioningState: 'Succeeded',
      ipConfigurations: [
        { name: 'ipconfig1', subnetId, privateIpAddress: this.#address(subnetId, id), primary: true },
      ],
      networkSecurityGroupId: undefined,
      enableIpForwarding: false,
      virtualMachineId: undefined,
      running: true,
    });
  }

  #address(subnetId: string, by: string): string {
    try {
      return addressIn(this.#arm, subnetId, undefined, by);
    } catch (error) {
      if (error instanceof ArmError) throw refusal(error.message, 'Give fewer machines, or a larger subnet.');
      throw error;
    }
  }
}

/** Every name must be known, and every value of its default's type; numbers are whole and not negative. */
function checkKnobs(given: object, defaults: object): void {
  const known = new Map<string, unknown>(Object.entries(defaults));
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) {
      const guess = nearest(name, [...known.keys()]);
      throw refusal(
        `there is no ${name}${guess ? `; did you mean ${guess}?` : ''}`,
        `There are ${[...known.keys()].join(', ')}.`,
      );
    }
    const type = typeof known.get(name);
    const fits =
      typeof value === type && (type !== 'number' || (Number.isSafeInteger(value) && Number(value) >= 0));
    if (!fits)
      throw refusal(`${name} is ${String(value)}`, `Give a ${type === 'number' ? 'whole number' : type}.`);
  }
}

function checkSubscription(id: string): void {
  if (!GUID.test(id)) throw refusal(`${id} is no GUID`, 'Give a subscription id.');
}

function remove(list: { readonly name: string }[], name: string): void {
  const index = list.findIndex((each) => each.name === name);
  if (index >= 0) list.splice(index, 1);
}

function unknown(what: string): SandboxError {
  return new SandboxError('unknown_id', `no ${what} exists`, 'See sandbox.world().azure.');
}

function refusal(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
