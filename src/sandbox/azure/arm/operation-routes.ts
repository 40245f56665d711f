import type { ArmCall, ArmResult, ArmRoute } from './arm-context.js';
import type { Operation } from './operations.js';
import { ArmError } from './wire/arm-error.js';
import { nameOf } from './wire/resource-id.js';

const LOCATION = '/subscriptions/{subscription}/providers/Microsoft.Network/locations/{location}';

/** The URLs that `Azure-AsyncOperation` and `Location` name. Whoever has one may follow it: no role is asked for. */
export const OPERATION_ROUTES: readonly ArmRoute[] = [
  { name: 'operations.get', method: 'GET', pattern: `${LOCATION}/operations/{id}`, run: status },
  { name: 'operationResults.get', method: 'GET', pattern: `${LOCATION}/operationResults/{id}`, run: result },
];

/** Status and nothing else; a failure is told with HTTP 200, too (recorded). */
function status(call: ArmCall): ArmResult {
  const { status, error } = signedOperation(call);
  // Without the header, az waits half a minute before it asks again.
  const wait = status === 'InProgress' ? { headers: { 'Retry-After': call.arm.operations.retryAfter } } : {};
  return { status: 200, body: { status, ...error?.toJSON() }, ...wait };
}

/** 202 while it runs; then 204 for a delete, or the result of an action. */
function result(call: ArmCall): ArmResult {
  const operation = signedOperation(call);
  const { kind, error } = operation;
  const tell = kind === 'action' ? (['location'] as const) : (['async', 'location'] as const);
  const told = { operation: { of: operation, tell } };
  if (operation.status === 'InProgress') return { status: 202, ...told };
  if (error) throw error;
  return kind === 'action' ? { status: 200, body: operation.result, ...told } : { status: 204, ...told };
}

/** The wording of the refusal is not recorded: the real service only ever sees the URLs that it gave. */
function signedOperation({ arm, path, query }: ArmCall): Operation {
  const operation = arm.operations.get(nameOf(path));
  if (!operation) {
    const message = `The operation '${nameOf(path)}' was not found.`;
    throw new ArmError('network', 404, 'OperationNotFound', message);
  }
  if (arm.operations.isSigned(path, query)) return operation;
  const message = 'The URL of the operation must be used as it was given, with its signature.';
  throw new ArmError('network', 400, 'InvalidOperationUrl', message);
}
