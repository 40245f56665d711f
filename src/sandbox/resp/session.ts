import type { ClusterNode } from './cluster.js';

/** What the connections of one store share. */
export interface StoreState {
  /** The keys and their values. */
  readonly data: Map<string, Buffer>;
  /** Empty unless the store is a cluster. */
  nodes: readonly ClusterNode[];
  /** How many connections there have been. */
  connections: number;
}

/** One connection. */
export interface Session {
  /** 1 for the store's first connection. */
  readonly id: number;
  /** What it shares with the others. */
  readonly store: StoreState;
  /** The node that it reached; undefined when the store is no cluster. */
  readonly node: ClusterNode | undefined;
  /** Undefined: no AUTH is needed. */
  readonly password: string | undefined;
  /** True: every command that needs the data is refused with LOADING. */
  readonly loading: boolean;
  /** True: the nodes are reached by TLS, which CLUSTER SHARDS has to say. */
  readonly tls: boolean;
  /** The version of RESP that replies are written in. */
  protocol: 2 | 3;
  /** True once AUTH was right, and from the start where none is needed. */
  authenticated: boolean;
  /** What CLIENT SETNAME set. */
  name: string;
  /** Set by QUIT: the connection is closed once the reply is out. */
  quit: boolean;
}

/** The words of a request after the command's name. */
export type Args = readonly Buffer[];
