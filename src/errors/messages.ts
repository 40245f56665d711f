/*
 * Every text of every error stands behind this door, section by section, so that one reader can check them for tone, for
 * secrets and for a next step.
 */

export * from './messages/answers.js';
export * from './messages/api-key.js';
export * from './messages/aws.js';
export * from './messages/azure.js';
export * from './messages/azure-peering.js';
export * from './messages/base-url.js';
export * from './messages/gcp.js';
export * from './messages/input.js';
export * from './messages/peering.js';
export * from './messages/requests.js';
export * from './messages/resources.js';
export { shown } from './messages/shown.js';
export * from './messages/verifying.js';
export * from './messages/waiting.js';
