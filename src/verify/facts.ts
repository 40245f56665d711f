import type { Cidr } from '../path/cidr.js';
import type { Answer } from './wire/answer.js';
import type { Handshake, TlsSession } from './wire/tls-handshake.js';

/** What one name lookup in one family gave. */
export type LookupFact = { readonly ms: number } & (
  | { readonly kind: 'answers'; readonly addresses: readonly string[] }
  /** The name has no address of this family, or does not exist at all. */
  | { readonly kind: 'none'; readonly errno: string }
  /** Nobody answered in time, or the name server failed. */
  | { readonly kind: 'no-answer'; readonly errno: string }
);

/** What the name's lookups gave; absent when the endpoint is an address. */
export interface DnsFact {
  readonly a: LookupFact;
  readonly aaaa: LookupFact;
  /** Who was asked. */
  readonly source: string;
}

/** What kind of address it is; packets go to `loopback` and `private` ones, to `public` ones on request only. */
export type AddressKind = 'loopback' | 'private' | 'public' | 'unusable';

/** How this host would send packets to an address, or that it would not. */
export type RouteFact = SourceFact | { readonly kind: 'none'; readonly errno: string };

/** Where packets to an address would start from. */
export interface SourceFact {
  readonly kind: 'source';
  readonly address: string;
  readonly interface: string | undefined;
  /** The kernel's route, `10.0.0.0/8 via 10.0.0.1 dev eth0`, where it can be read. */
  readonly route: string | undefined;
  /** True when source CIDRs were given and the address lies in none of them. */
  readonly outside: boolean;
}

/** What the connection attempt to one address came to. */
export type TcpFact =
  | { readonly kind: 'open'; readonly ms: number }
  | { readonly kind: 'failed'; readonly errno: string; readonly ms: number }
  | {
      readonly kind: 'timeout';
      readonly ms: number /** False when the run ended the wait early. */;
      readonly patient: boolean;
    };

/** Which transport an open connection turned out to speak. */
export interface TransportFact {
  /** The one on which a protocol was spoken; undefined when neither answered. */
  readonly spoken: 'plain' | 'tls' | undefined;
  /** What PING in clear came to, where it was tried. */
  readonly plain?: Answer;
  /** What a TLS handshake came to, where it was tried. The socket in it belongs to the run. */
  readonly tls?: Handshake;
}

/** What AUTH came to. `withheld`: it was not sent, because the connection was not private enough. */
export interface AuthFact {
  readonly kind: 'accepted' | 'wrong' | 'not-needed' | 'withheld' | 'failed';
  /** What the store said, where that is known to hold no secret. */
  readonly reply?: string;
}

/** One size of the ECHO ladder. */
export interface EchoFact {
  readonly sizeBytes: number;
  readonly ok: boolean;
  readonly ms: number;
}

/** One node that a cluster announced. */
export interface NodeFact {
  /** `host:port`. */
  readonly node: string;
  readonly insideCidrs: boolean | undefined;
  /** Absent when it answered; else the reason in a few words. */
  readonly failure?: string;
  /** True when the run's time was up before it could be tried. */
  readonly untried?: boolean;
}

/** What speaking RESP on the chosen transport came to. */
export interface RespFact {
  /** The answer to PING (after AUTH, where that was sent). */
  readonly ping: Answer;
  readonly auth?: AuthFact;
  readonly echoes: EchoFact[];
  readonly nodes: NodeFact[];
}

/** All that was found out about one address of the endpoint. */
export interface AddressFacts {
  readonly address: string;
  readonly block: Cidr;
  readonly kind: AddressKind;
  /** Undefined when no CIDRs were given. */
  readonly insideCidrs: boolean | undefined;
  route?: RouteFact;
  tcp?: TcpFact;
  transport?: TransportFact;
  session?: TlsSession;
  resp?: RespFact;
}

/** All that was found out in one run. */
export interface Facts {
  /** Pairs of a network block and a source block that overlap. */
  overlaps: readonly (readonly [network: string, source: string])[];
  dns?: DnsFact;
  addresses: readonly AddressFacts[];
}
