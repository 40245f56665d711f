import type { Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import type { Cidr } from '../../path/cidr.js';
import type { Authority } from '../certificate.js';
import { SandboxError } from '../sandbox-error.js';
import { type ClusterNode, slotRanges } from './cluster.js';
import { speakResp } from './resp-session.js';
import type { Session, StoreState } from './session.js';
import { StoreListener } from './store-listener.js';
import { asksPassword, type StoreVariant, usesTls, withoutResp } from './variants.js';

/** A request of more bytes than this fits no packet of 1,500 bytes with its headers. */
const MTU_HOLE_BYTES = 1_400;

/** What a store is made of. */
export interface StorePlan {
  /** Where its addresses come from. */
  readonly block: Cidr;
  /** The usual port. */
  readonly port: number;
  /** The ids of its nodes, 40 hexadecimal digits each; one for a store that is no cluster. */
  readonly nodeIds: readonly string[];
  /** True: the nodes share the slots of a cluster, even when there is only one. */
  readonly cluster: boolean;
  /** What AUTH takes in the variants that ask for it. */
  readonly password: string;
  /** How it behaves at first. */
  readonly variant: StoreVariant;
  /** Called when a variant needs a certificate. */
  readonly authority: () => Promise<Authority>;
}

interface Node {
  readonly listener: StoreListener;
  variant: StoreVariant;
  cluster: ClusterNode | undefined;
  secure: TlsServer | undefined;
}

/** The listeners of one datastore, one for each node. */
export class Store {
  readonly #plan: StorePlan;
  readonly #state: StoreState = { data: new Map(), nodes: [], connections: 0 };
  readonly #nodes: Node[] = [];

  private constructor(plan: StorePlan) {
    this.#plan = plan;
  }

  /** Binds all listeners, or none. */
  static async open(plan: StorePlan): Promise<Store> {
    const store = new Store(plan);
    try {
      await store.#bindAll();
      await store.setVariant(plan.variant);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** What is bound, `address:port`, one for each node. */
  get listeners(): string[] {
    return this.#nodes.map(({ listener }) => String(listener));
  }

  /** How the nodes behave, in the order of `listeners`. */
  get variants(): StoreVariant[] {
    return this.#nodes.map(({ variant }) => variant);
  }

  /** What AUTH takes in the variants that ask for it. */
  get password(): string {
    return this.#plan.password;
  }

  /** Makes all nodes behave so, or only the one of this index. Connections that exist are dropped. */
  async setVariant(variant: StoreVariant, index?: number): Promise<void> {
    const chosen = index === undefined ? this.#nodes : this.#nodes.slice(index, index + 1);
    if (chosen.length === 0) {
      throw new SandboxError(
        'invalid_option',
        `the datastore has no node ${index}`,
        `Its nodes are 0 to ${this.#nodes.length - 1}.`,
      );
    }
    const secure = usesTls(variant) ? await this.#secureServers() : [];
    for (const node of chosen) {
      node.secure = secure[this.#nodes.indexOf(node)];
      node.variant = variant;
      node.listener.dropConnections();
      await (variant === 'refusing' ? node.listener.refuse() : node.listener.resume());
    }
  }

  /** Releases all listeners. */
  async close(): Promise<void> {
    await Promise.all(this.#nodes.map(({ listener }) => listener.close()));
  }

  async #bindAll(): Promise<void> {
    const { block, port, nodeIds, cluster } = this.#plan;
    const ranges = slotRanges(nodeIds.length);
    for (const [index, id] of nodeIds.entries()) {
      const listener = await StoreListener.open(block, port, (socket) => this.#welcome(index, socket));
      const range = ranges[index] ?? { firstSlot: 0, lastSlot: 0 };
      const { address, port: bound } = listener;
      const node = cluster ? { id, address, port: bound, ...range } : undefined;
      this.#nodes.push({ listener, variant: 'closing', cluster: node, secure: undefined });
    }
    this.#state.nodes = this.#nodes.flatMap((node) => node.cluster ?? []);
  }

  #welcome(index: number, socket: Socket): void {
    const node = this.#nodes[index];
    const withoutSession = withoutResp(node?.variant ?? 'closing');
    if (!node || withoutSession) withoutSession?.(socket);
    else if (node.secure) node.secure.emit('connection', socket);
    else speakResp(socket, this.#session(node), node.variant === 'mtu-hole' ? MTU_HOLE_BYTES : undefined);
  }

  #session(node: Node): Session {
    const password = asksPassword(node.variant) ? this.#plan.password : undefined;
    this.#state.connections += 1;
    return {
      id: this.#state.connections,
      store: this.#state,
      node: node.cluster,
      password,
      loading: node.variant === 'loading',
      tls: usesTls(node.variant),
      protocol: 2,
      authenticated: password === undefined,
      name: '',
      quit: false,
    };
  }

  /** One for each node. They never listen themselves: accepted sockets are handed to them. */
  async #secureServers(): Promise<TlsServer[]> {
    const { createServer } = await import('node:tls');
    const addresses = this.#nodes.map(({ listener }) => listener.address);
    const authority = await this.#plan.authority();
    const { key, certificate: cert } = await authority.issue(addresses);
    return this.#nodes.map((node) => {
      const server = createServer({ key, cert }, (socket) => {
        socket.on('error', () => undefined);
        speakResp(socket, this.#session(node));
      });
      // A client that speaks no TLS, or trusts another CA: the real server closes the connection too.
      return server.on('tlsClientError', (_error, socket) => socket.destroy());
    });
  }
}
