// The customer's side of a peering on Google Cloud
export type { GcpAcceptorOptions, GcpAuth, GcpCredentials, GcpFirewallChoice } from './options.js';
