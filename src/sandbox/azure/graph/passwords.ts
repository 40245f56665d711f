import { mayChange } from './authorize.js';
import { objectField, textField } from './fields.js';
import { findApplication } from './find-object.js';
import { type GraphCall, type GraphResult, NO_CONTENT } from './graph-call.js';
import { badRequest, invalidValue } from './graph-error.js';
import { passwordView } from './views.js';

const RESOURCE = 'PasswordCredential';

/** `POST /applications/{id}/addPassword`: the only answer that ever holds the secret. */
export function addPassword(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  const given = objectField(call.body, 'passwordCredential');
  const { displayName, secretText: chosen } = given;
  if (chosen !== undefined && chosen !== null) throw badRequest('secretText is chosen by the service.');
  const startDateTime = moment(given, 'startDateTime');
  const endDateTime = moment(given, 'endDateTime');
  const startMs = startDateTime === undefined ? call.azure.clock.now() : Date.parse(startDateTime);
  if (endDateTime !== undefined && Date.parse(endDateTime) <= startMs) {
    throw badRequest('The end date of the credential must be later than its start date.');
  }
  const name = typeof displayName === 'string' ? displayName : null;
  const { credential, secretText } = call.azure.secrets.add(application, {
    displayName: name,
    startDateTime,
    endDateTime,
  });
  return {
    status: 200,
    context: 'microsoft.graph.passwordCredential',
    body: passwordView(credential, secretText),
    created: { path: '' },
  };
}

/** `POST /applications/{id}/removePassword`: from then on nobody signs in with it. */
export function removePassword(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  const keyId = textField(call.body, 'keyId', RESOURCE) ?? '';
  const kept = application.passwordCredentials.filter((credential) => credential.keyId !== keyId);
  if (kept.length === application.passwordCredentials.length) {
    throw badRequest('No password credential found with keyId.');
  }
  application.passwordCredentials = kept;
  return NO_CONTENT;
}

function moment(given: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw invalidValue(name, RESOURCE);
}
