// The customer's side of a peering on Google Cloud
export { GcpAcceptor } from './gcp-acceptor.js';
export type { GcpAcceptorOptions, GcpAuth, GcpCredentials, GcpFirewallChoice } from './options.js';
