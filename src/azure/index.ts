// The customer's side of a peering on Azure
export { AzureAcceptor } from './azure-acceptor.js';
export type { AzureCloud } from './clouds.js';
export type {
  AzureAccessToken,
  AzureAccessTokens,
  AzureClientAssertion,
  AzureClientCertificate,
  AzureClientSecret,
  AzureCredential,
  AzureDeviceCode,
  AzureTokenCredential,
  DeviceCodePrompt,
} from './credentials/model.js';
export type { AzureEndpoints } from './endpoints.js';
export type { AzureAcceptorOptions, AzureGivenApp } from './options.js';
