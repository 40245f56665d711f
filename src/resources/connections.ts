import { checkOptions } from '../errors/check-options.js';
import { acceptPeering } from '../errors/messages.js';
import { CALL_OPTIONS, type CallOptions, type NetworkListFilter } from './call-options.js';
import type { Connection, CreateConnectionInput } from './connection.js';
import type { ResourceContext } from './context.js';
import { checkEnsureOptions, type EnsureOptions, ensureConnection } from './ensure-connection.js';
import { LIST_FILTERS, Resource } from './resource.js';

/** The peerings between networks and the customer's VPCs. There is no update: a change means a new connection. */
export class Connections extends Resource<Connection, NetworkListFilter, 'inactive' | 'active' | 'deleted'> {
  constructor(context: ResourceContext) {
    super(context, {
      name: 'connection',
      path: '/v1/connections',
      filters: [...LIST_FILTERS, 'networkId'],
      table: {
        pending: ['pending'],
        ordered: ['inactive', 'active'],
        yourMove: ['inactive'],
        failed: ['failed', 'irrecoverable'],
        leaving: ['deleting', 'deleted'],
      },
      load: async () => {
        const { readConnection, readConnections } = await import('./connection-codec.js');
        return { one: readConnection, list: readConnections };
      },
      yourMoveFix: acceptPeering,
    });
  }

  /**
   * Asks for a new connection, even when an equal one exists; `ensure` is the safe way. `waitUntil(id, 'inactive')`
   * tells when the customer can accept it, `waitUntilActive` when it works.
   *
   * @throws InvalidInputError before anything is sent when the input is not legal.
   */
  async create(input: CreateConnectionInput, options: CallOptions = {}): Promise<Connection> {
    checkOptions(options, CALL_OPTIONS);
    const { writeConnectionCreate } = await import('./connection-codec.js');
    return this.readCreated({ body: writeConnectionCreate(input) }, input.name, options);
  }

  /**
   * Gives the live connection (pending, inactive or active) of this network and peer, whatever its name, and creates
   * one only when there is none. Safe to repeat, also after a lost answer or a crash, and from several callers at once.
   *
   * @throws FailedStateError when the only equal one is `failed` or `irrecoverable`, unless `replace` is set.
   * @throws InvalidInputError before anything is sent when the input is not legal.
   */
  async ensure(input: CreateConnectionInput, options: EnsureOptions = {}): Promise<Connection> {
    checkEnsureOptions(options);
    const { writeConnectionCreate } = await import('./connection-codec.js');
    writeConnectionCreate(input);
    const { transport, clock } = this.context;
    return ensureConnection({ connections: this, account: transport.account, clock }, input, options);
  }

  protected override matches(connection: Connection, filter: NetworkListFilter | undefined): boolean {
    const ofNetwork = filter?.networkId === undefined || connection.networkId === filter.networkId;
    return ofNetwork && super.matches(connection, filter);
  }
}
