import { defined } from '../../internal/defined.js';
import {
  type AppId,
  type ApplicationObjectId,
  readId,
  type ServicePrincipalId,
  type TenantId,
} from '../ids.js';
import { dateAt, listAt, textAt } from '../rest/json.js';
import type * as model from './model.js';

/* Answers of Microsoft Graph in our own terms. What has no ids cannot be used, and is left out. */

export function toApplication(body: unknown): model.Application | undefined {
  const id = readId<ApplicationObjectId>(textAt(body, 'id'));
  const appId = readId<AppId>(textAt(body, 'appId'));
  if (!id || !appId) return undefined;
  return defined({
    id,
    appId,
    displayName: textAt(body, 'displayName') ?? '',
    uniqueName: textAt(body, 'uniqueName'),
    signInAudience: textAt(body, 'signInAudience') ?? 'unknown',
    passwords: listAt(body, 'passwordCredentials').flatMap(toPassword),
  });
}

function toPassword(body: unknown): model.PasswordCredential[] {
  const keyId = textAt(body, 'keyId');
  if (keyId === undefined) return [];
  const displayName = textAt(body, 'displayName');
  return [defined({ keyId, displayName, endsAt: dateAt(body, 'endDateTime') })];
}

export function toNewPassword(body: unknown): model.NewPassword | undefined {
  const keyId = textAt(body, 'keyId');
  const secretText = textAt(body, 'secretText');
  return keyId !== undefined && secretText !== undefined ? { keyId, secretText } : undefined;
}

export function toServicePrincipal(body: unknown): model.ServicePrincipal | undefined {
  const id = readId<ServicePrincipalId>(textAt(body, 'id'));
  const appId = readId<AppId>(textAt(body, 'appId'));
  if (!id || !appId) return undefined;
  return defined({
    id,
    appId,
    displayName: textAt(body, 'displayName') ?? textAt(body, 'appDisplayName') ?? '',
    ownerTenantId: readId<TenantId>(textAt(body, 'appOwnerOrganizationId')),
  });
}
