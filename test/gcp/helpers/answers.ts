import type { Answer } from '../../helpers/http-server.js';

/** An error of Compute Engine as it was recorded. */
export function refused(status: number, reason: string, message: string, more: object = {}): Answer {
  return {
    status,
    json: { error: { code: status, message, errors: [{ message, domain: 'global', reason }], ...more } },
  };
}

/** An operation of Compute Engine. */
export function operation(status: 'RUNNING' | 'DONE', more: object = {}): Answer {
  return {
    json: {
      kind: 'compute#operation',
      name: 'operation-1-a-b-c',
      operationType: 'addPeering',
      status,
      ...more,
    },
  };
}

/** The lock of a peering as it was recorded. */
export const BUSY = refused(
  400,
  'badRequest',
  'There is a peering operation in progress on the local or peer network. Try again later.',
);
