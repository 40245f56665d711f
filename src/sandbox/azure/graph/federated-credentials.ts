import type { Application, FederatedCredential } from '../state/records.js';
import { mayChange, mayRead } from './authorize.js';
import { checkNames, textField, textsField } from './fields.js';
import { findApplication } from './find-object.js';
import { type GraphCall, type GraphResult, NO_CONTENT } from './graph-call.js';
import { badRequest, resourceNotFound, sameKey } from './graph-error.js';
import { page } from './listing.js';
import { federatedView } from './views.js';

const RESOURCE = 'FederatedIdentityCredential';
const NAMES = ['name', 'issuer', 'subject', 'description', 'audiences'];

/** `GET /applications/{id}/federatedIdentityCredentials` */
export function listFederated(call: GraphCall): GraphResult {
  mayRead(call);
  const application = findApplication(call);
  const views = application.federatedIdentityCredentials.map((credential) => ({
    id: credential.id,
    view: federatedView(credential),
  }));
  return page(call, context(application), views);
}

/** `GET …/{id}`, by id or name. */
export function getFederated(call: GraphCall): GraphResult {
  mayRead(call);
  const application = findApplication(call);
  return {
    status: 200,
    context: `${context(application)}/$entity`,
    body: federatedView(find(call, application)),
  };
}

/** `POST /applications/{id}/federatedIdentityCredentials` */
export function createFederated(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  const { body, azure, directory } = call;
  checkNames(body, NAMES, ['id']);
  const [name, issuer, subject] = ['name', 'issuer', 'subject'].map((field) => required(call, field));
  const audiences = textsField(body, 'audiences', RESOURCE) ?? [];
  if (audiences.length !== 1) throw badRequest('A federated identity credential has exactly one audience.');
  const others = application.federatedIdentityCredentials;
  if (others.some((other) => other.name === name)) {
    throw sameKey(`FederatedIdentityCredential with name ${name} already exists.`);
  }
  const credential: FederatedCredential = {
    id: azure.ids.guid('azure/federated-credential'),
    name: name ?? '',
    issuer: issuer ?? '',
    subject: subject ?? '',
    description: textField(body, 'description', RESOURCE) ?? null,
    audiences,
  };
  others.push(credential);
  const path = `${directory.id}/federatedIdentityCredentials/${credential.id}`;
  return {
    status: 201,
    context: `${context(application)}/$entity`,
    body: federatedView(credential),
    created: { path },
  };
}

/** `PATCH …/{id}` */
export function updateFederated(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  checkNames(call.body, NAMES, ['id']);
  const credential = find(call, application);
  credential.issuer = textField(call.body, 'issuer', RESOURCE) ?? credential.issuer;
  credential.subject = textField(call.body, 'subject', RESOURCE) ?? credential.subject;
  credential.description = textField(call.body, 'description', RESOURCE) ?? credential.description;
  credential.audiences = textsField(call.body, 'audiences', RESOURCE) ?? credential.audiences;
  return NO_CONTENT;
}

/** `DELETE …/{id}` */
export function deleteFederated(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  const credential = find(call, application);
  const others = application.federatedIdentityCredentials.filter((other) => other !== credential);
  application.federatedIdentityCredentials = others;
  return NO_CONTENT;
}

function context({ id }: Application): string {
  return `applications('${id}')/federatedIdentityCredentials`;
}

function find({ rest }: GraphCall, application: Application): FederatedCredential {
  const wanted = decodeURIComponent(rest.split('/').at(-1) ?? '');
  const credential = application.federatedIdentityCredentials.find(
    ({ id, name }) => id === wanted || name === wanted,
  );
  if (!credential) throw resourceNotFound(wanted);
  return credential;
}

function required({ body }: GraphCall, name: string): string {
  const value = textField(body, name, RESOURCE);
  if (value !== undefined && value !== '') return value;
  throw badRequest(`A value is required for property '${name}' of resource '${RESOURCE}'.`);
}
