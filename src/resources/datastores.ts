import { checkOptions } from '../errors/check-options.js';
import { CALL_OPTIONS, type CallOptions, type NetworkListFilter } from './call-options.js';
import type { ResourceContext } from './context.js';
import type { Datastore, DatastoreConfig, UpdateDatastoreInput } from './datastore.js';
import { LIST_FILTERS, Resource } from './resource.js';

/** The datastores. */
export class Datastores extends Resource<Datastore, NetworkListFilter, 'active' | 'deleted'> {
  constructor(context: ResourceContext) {
    super(context, {
      name: 'datastore',
      path: '/v1/datastores',
      filters: [...LIST_FILTERS, 'networkId'],
      table: {
        pending: ['pending', 'updating', 'restoring'],
        ordered: ['active'],
        yourMove: [],
        failed: [],
        leaving: ['deleting', 'deleted'],
      },
      load: async () => {
        const { readDatastore, readDatastores } = await import('./datastore-codec.js');
        return { one: readDatastore, list: readDatastores };
      },
      yourMoveFix: () => '',
    });
  }

  /**
   * Asks for a new datastore; `waitUntilActive` tells when it has its address.
   *
   * @throws InvalidInputError before anything is sent when the input is not legal.
   */
  async create(input: DatastoreConfig, options: CallOptions = {}): Promise<Datastore> {
    checkOptions(options, CALL_OPTIONS);
    const { datastoreSecrets, writeDatastoreCreate } = await import('./datastore-codec.js');
    const body = writeDatastoreCreate(input);
    return this.readCreated({ body, secrets: datastoreSecrets(body) }, input.name, options);
  }

  /**
   * Changes settings: reads the present ones, puts the changes over them, and sends the whole, since the API replaces
   * all. What is not named stays as it is, fields that this version does not know included.
   *
   * @throws InvalidInputError before anything is sent when the changes are not legal. @throws NotFoundError
   */
  async update(id: string, changes: UpdateDatastoreInput, options: CallOptions = {}): Promise<Datastore> {
    checkOptions(options, CALL_OPTIONS);
    const codec = await import('./datastore-codec.js');
    codec.checkDatastoreUpdate(changes);
    const request = { method: 'GET', path: this.pathOf(id), signal: options.signal } as const;
    const { body: current, record } = await this.context.transport.request(request);
    // What is no datastore must not be put back: it would replace all settings.
    codec.readDatastore(current, record.details());
    const body = codec.writeDatastoreUpdate(current, changes);
    return this.readUpdated(id, { body, secrets: codec.datastoreSecrets(body) }, options);
  }

  protected override matches(datastore: Datastore, filter: NetworkListFilter | undefined): boolean {
    const inNetwork = filter?.networkId === undefined || datastore.networkId === filter.networkId;
    return inNetwork && super.matches(datastore, filter);
  }
}
