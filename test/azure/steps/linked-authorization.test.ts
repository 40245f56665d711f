import { describe, expect, it } from 'vitest';
import { linkedAuthorizationCause } from '../../../src/azure/steps/peering/linked-authorization.js';

const BEGIN =
  "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope '/subscriptions/us/…'";

describe('the meanings of LinkedAuthorizationFailed', () => {
  it.each([
    [
      'tenant_token',
      `${BEGIN}, however the current tenant '54826b22-38d6-4fb2-bad9-b7b93a3e9c5a' is not authorized to access linked subscription '1c638cf4-608f-4ee6-b680-c329e824c3a8'.`,
    ],
    [
      'remote_role',
      "The client '0f0f' with object id '0f0f' has permission to perform action 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write' on scope '/subscriptions/us/…'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) '/subscriptions/vs/…' (respectively) or the linked scope(s) are invalid.",
    ],
    ['remote_subscription', `${BEGIN}, however the linked subscription '1c638cf4' was not found.`],
  ])('are told apart: %s', (cause, message) => {
    expect(linkedAuthorizationCause(message)).toBe(cause);
  });

  it('are not guessed from other words', () => {
    expect(linkedAuthorizationCause('Something new.')).toBeUndefined();
  });
});
