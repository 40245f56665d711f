import { type At, at, cause, listed } from './cause.js';

/** A public address where a private one was expected; nothing was sent. */
export const addressPublic = cause(
  'address_public',
  'address',
  'you',
  (e: At & { readonly insideCidrs: boolean | null; readonly name: string | null }) => ({
    summary: e.name
      ? `${e.name} resolves to the public address ${e.address}; a private endpoint has a private one. Nothing was sent.`
      : `${e.address} is a public address; a private endpoint has a private one. Nothing was sent.`,
    fix: {
      text: e.insideCidrs
        ? `${e.address} lies in the network's CIDR. When that network really uses public addresses, allow packets to them (--allow-public, allowPublic: true).`
        : 'Use the address of a datastore inside the private network (dfcloud datastores list). To test a public endpoint on purpose, allow it (--allow-public, allowPublic: true).',
      ...(e.name && { command: `getent ahosts ${e.name}` }),
    },
  }),
);

/** No host can have this address. */
export const addressUnusable = cause('address_unusable', 'address', 'you', (e: At) => ({
  summary: `${e.address} is no address that a datastore can have: it is reserved, link-local, multicast or unspecified.`,
  fix: { text: 'Use the address that the datastore shows.', command: 'dfcloud datastores list' },
}));

/** The endpoint is not in the network that it is said to be in. */
export const endpointOutsideCidr = cause(
  'endpoint_outside_cidr',
  'address',
  'you',
  (e: At & { readonly cidrs: readonly string[]; readonly name: string | null }) => ({
    summary: `${e.name ? `${e.name} resolves to ${e.address}, which` : e.address} lies outside the network's CIDR ${listed(e.cidrs)}.`,
    fix: {
      text: 'Compare both with what Dragonfly shows: the endpoint may be of another or an earlier datastore, or the CIDR of another network. Routes and firewall rules for this CIDR do not cover the endpoint.',
      command: 'dfcloud datastores list && dfcloud networks list',
    },
  }),
);

/** The two networks share addresses, so no route can tell them apart. */
export const cidrOverlap = cause(
  'cidr_overlap',
  'address',
  'you',
  (e: { readonly overlaps: readonly (readonly [string, string])[] }) => ({
    summary: `The Dragonfly network and the VPC overlap: ${listed(e.overlaps.map(([network, source]) => `${network} and ${source}`))}.`,
    fix: {
      text: 'Overlapping networks cannot be peered: packets for the shared addresses stay inside the VPC. Create the Dragonfly network with a CIDR that no network in reach uses.',
    },
  }),
);

/** 6385 is where public endpoints listen. */
export const portPublic = cause('port_public', 'address', 'you', (e: At) => ({
  summary: `Port ${e.port} is the port of public endpoints; private ones listen on 6379.`,
  fix: {
    text: 'Take host and port from the datastore in the private network; private endpoints use port 6379.',
  },
}));

/** 6371 speaks the Memcached protocol. */
export const portMemcached = cause('port_memcached', 'address', 'you', (e: At) => ({
  summary: `Port ${e.port} is the Memcached port; the Redis protocol is spoken on 6379.`,
  fix: { text: 'Verify port 6379, where a private datastore speaks the Redis protocol.' },
}));

/** One of several addresses of a name does not work, and another one does. */
export const addressPartlyUnreachable = cause(
  'address_partly_unreachable',
  'tcp',
  'you',
  (e: At & { readonly code: string; readonly why: string; readonly reachable: readonly string[] }) => ({
    summary: `${at(e)} cannot be reached, while ${listed(e.reachable)} can. ${e.why}`,
    fix: {
      text: 'A client that tries this address first waits or fails. Remove the record, or make the address reachable; endpoint = this address alone shows the details.',
      command: `dfcloud verify --endpoint ${at(e)}`,
    },
  }),
);
