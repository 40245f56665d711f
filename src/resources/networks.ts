import { checkOptions } from '../errors/check-options.js';
import { cidrNotPrivate } from '../errors/messages.js';
import { parseCidr } from '../path/cidr.js';
import { LOOPBACK, RFC1918, within } from '../path/ranges.js';
import { CALL_OPTIONS, type CallOptions, type ListFilter } from './call-options.js';
import type { ResourceContext } from './context.js';
import type { CreateNetworkInput, Network, UpdateNetworkInput } from './network.js';
import { LIST_FILTERS, Resource } from './resource.js';

/** The private networks inside Dragonfly Cloud. */
export class Networks extends Resource<Network, ListFilter, 'active' | 'deleted'> {
  constructor(context: ResourceContext) {
    super(context, {
      name: 'network',
      path: '/v1/networks',
      filters: LIST_FILTERS,
      table: {
        pending: ['pending'],
        ordered: ['active'],
        yourMove: [],
        failed: ['failed'],
        leaving: ['deleting', 'deleted'],
      },
      load: async () => {
        const { readNetwork, readNetworks } = await import('./network-codec.js');
        return { one: readNetwork, list: readNetworks };
      },
      yourMoveFix: () => '',
    });
  }

  /**
   * Asks for a new network; `waitUntilActive` tells when it is there. A CIDR outside RFC 1918 raises a warning event.
   *
   * @throws InvalidInputError before anything is sent when the input is not legal; also when the API refuses it, for
   * example because the account's quota (2 networks by default) is used up.
   */
  async create(input: CreateNetworkInput, options: CallOptions = {}): Promise<Network> {
    checkOptions(options, CALL_OPTIONS);
    const { writeNetworkCreate } = await import('./network-codec.js');
    const body = writeNetworkCreate(input, this.context.loopback);
    this.#warnWhenNotPrivate(body.cidr_block);
    return this.readCreated({ body }, input.name, options);
  }

  /** Changes its name, which is all that can be changed. @throws InvalidInputError @throws NotFoundError */
  async update(id: string, changes: UpdateNetworkInput, options: CallOptions = {}): Promise<Network> {
    checkOptions(options, CALL_OPTIONS);
    const { writeNetworkUpdate } = await import('./network-codec.js');
    const body = writeNetworkUpdate(changes);
    return this.readUpdated(id, { body }, options);
  }

  #warnWhenNotPrivate(text: string): void {
    const parsed = parseCidr(text);
    if (!parsed.ok || within(parsed.cidr, [...RFC1918, ...LOOPBACK])) return;
    this.context.onWarning({ type: 'warning', code: 'cidr_not_private', message: cidrNotPrivate(text) });
  }
}
