import { type ControlBody, numbersIn, optionalTextIn, textIn } from '../../control-body.js';
import { SandboxError } from '../../sandbox-error.js';
import type { ArmSandbox, AzureDenial } from './arm-control.js';
import { isObject } from './wire/body.js';

/** `ArmSandbox` over HTTP, for tests in any language: method and path under `/_sandbox`, and what is done. */
export const ARM_HANDLERS: Readonly<Record<string, (arm: ArmSandbox, body: ControlBody) => unknown>> = {
  'POST /azure/operations': (arm, body) => arm.operations(body),
  'POST /azure/limits': (arm, { subscriptionId, ...limits }) =>
    arm.limits(textIn({ subscriptionId }, 'subscriptionId'), numbersIn(limits)),
  'POST /azure/registrations': (arm, body) =>
    arm.registration(
      textIn(body, 'subscriptionId'),
      textIn(body, 'namespace'),
      body.state === 'Registered' ? 'Registered' : 'NotRegistered',
    ),
  'POST /azure/policies': (arm, body) => arm.policy(textIn(body, 'name'), ruleIn(body, 'policy')),
  'POST /azure/denials': (arm, body) => arm.denial(textIn(body, 'name'), ruleIn(body, 'denial')),
  'POST /azure/address-spaces': (arm, body) =>
    arm.addressSpace(textIn(body, 'vnetId'), textsIn(body, 'prefixes')),
  'POST /azure/machines': (arm, body) => arm.machine(textIn(body, 'networkInterfaceId'), stateIn(body)),
  'POST /azure/scale-sets': (arm, body) => {
    const group = optionalTextIn(body, 'networkSecurityGroupId');
    return arm.scaleSet({
      name: textIn(body, 'name'),
      resourceGroup: textIn(body, 'resourceGroup'),
      subnetId: textIn(body, 'subnetId'),
      ...(typeof body.machines === 'number' ? { machines: body.machines } : {}),
      ...(group === undefined ? {} : { networkSecurityGroupId: group }),
    });
  },
  'POST /azure/admin-rules': (arm, body) => arm.adminRules(textIn(body, 'vnetId'), objectsIn(body, 'rules')),
};

function textsIn(body: ControlBody, name: string): readonly string[] {
  const value = body[name];
  const fits = (all: unknown): all is string[] =>
    Array.isArray(all) && all.every((element) => typeof element === 'string');
  if (fits(value)) return value;
  throw refusal(`the body has no list of texts "${name}"`, `Send {"${name}": ["…"]}.`);
}

function objectsIn(body: ControlBody, name: string): readonly ControlBody[] {
  const value = body[name];
  const fits = (all: unknown): all is ControlBody[] => Array.isArray(all) && all.every(isObject);
  if (fits(value)) return value;
  throw refusal(`the body has no list of objects "${name}"`, `Send {"${name}": [{}]}.`);
}

function ruleIn(body: ControlBody, name: string): AzureDenial | null {
  const value = body[name];
  if (value === null) return null;
  if (!isObject(value)) {
    const fix = `Send {"${name}": {"scope": "/subscriptions/…", "actions": ["Microsoft.Network/*"]}}, or null.`;
    throw refusal(`the body has no "${name}"`, fix);
  }
  const principals = value.principalIds === undefined ? {} : { principalIds: textsIn(value, 'principalIds') };
  return { scope: textIn(value, 'scope'), actions: textsIn(value, 'actions'), ...principals };
}

function stateIn({ state }: ControlBody): 'running' | 'stopped' | null {
  if (state === null || state === 'running' || state === 'stopped') return state;
  throw refusal('the body has no "state"', 'Send {"state": "running"}, "stopped" or null.');
}

function refusal(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
