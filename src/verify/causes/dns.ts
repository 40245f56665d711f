import { cause } from './cause.js';

/** The name does not exist for this host. */
export const dnsNameUnknown = cause(
  'dns_name_unknown',
  'dns',
  'you',
  (e: { readonly name: string; readonly errno: string; readonly asked: string }) => ({
    summary: `The name ${e.name} is not known here (${e.errno}).`,
    fix: {
      text: `Check the spelling against the datastore's address. Asked: ${e.asked}. A private name may exist only inside the VPC, and only where its DNS resolution is on.`,
      command: `getent ahosts ${e.name}`,
    },
  }),
);

/** Nobody can say whether the name exists. */
export const dnsNoAnswer = cause(
  'dns_no_answer',
  'dns',
  'you',
  (e: {
    readonly name: string;
    readonly record: string;
    readonly errno: string;
    readonly asked: string;
  }) => ({
    summary: `Nobody answered the question for the ${e.record} record of ${e.name} (${e.errno}).`,
    fix: {
      text: `Asked: ${e.asked}. Check that this host reaches its name servers (UDP and TCP 53), and that DNS resolution is on in the VPC; then run this again. With the address in place of the name, the rest can be verified now.`,
      command: `getent ahosts ${e.name}`,
    },
  }),
);
