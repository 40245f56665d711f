import { type ControlBody, optionalTextIn, textIn } from '../control-body.js';
import { SandboxError } from '../sandbox-error.js';
import { ARM_HANDLERS } from './arm/arm-handlers.js';
import type { AzureSandbox } from './azure-sandbox.js';
import type { AzurePermissions } from './permissions.js';

/** `AzureSandbox` over HTTP, for tests in any language: method and path under `/_sandbox`, and what is done. */
export const AZURE_HANDLERS: Readonly<Record<string, (azure: AzureSandbox, body: ControlBody) => unknown>> = {
  'POST /azure/subscriptions': (azure, body) =>
    azure.subscription(optionalTextIn(body, 'id'), { tenantId: optionalTextIn(body, 'tenantId') }),
  // The secret is shown: it is the only way into a directory, and worth nothing outside of the sandbox.
  'POST /azure/administrators': (azure, body) => azure.administrator(textIn(body, 'tenantId')),
  'POST /azure/permissions': (azure, body) =>
    azure.permissions(textIn(body, 'clientId'), permissionsIn(body)),
  'POST /azure/consistency': (azure, body) => azure.consistency(body),
  ...ARM_HANDLERS,
};

/** What is in them is checked by who takes them. */
function permissionsIn({ permissions }: ControlBody): AzurePermissions | null {
  if (permissions === null || arePermissions(permissions)) return permissions;
  throw new SandboxError(
    'invalid_option',
    'the body has no "permissions"',
    'Send both lists, or null: {"clientId": "…", "permissions": {"arm": ["Microsoft.Network/*"], "graph": []}}.',
  );
}

function arePermissions(value: unknown): value is AzurePermissions {
  return typeof value === 'object' && value !== null && 'arm' in value && 'graph' in value;
}
