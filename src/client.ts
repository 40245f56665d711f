import { checkClientOptions, type DfCloudOptions } from './client-options.js';
import { type VerifyConnectionOptions, verifyConnection } from './connection-verifier.js';
import { checkOptions } from './errors/check-options.js';
import { InvalidInputError } from './errors/invalid-input-error.js';
import { illegalValue } from './errors/messages.js';
import { jsonBody } from './http/body.js';
import { resolveCredentials } from './http/credentials.js';
import { type ApiRequest, Transport } from './http/transport.js';
import { systemClock } from './internal/clock.js';
import { safeListener } from './internal/listener.js';
import { VERSION } from './internal/version.js';
import { Peering } from './peering/peering.js';
import type { CallOptions } from './resources/call-options.js';
import { Connections } from './resources/connections.js';
import { Datastores } from './resources/datastores.js';
import { Networks } from './resources/networks.js';
import type { ConnectionReport } from './verify/join-reports.js';

/** The way to Dragonfly Cloud. Makes no request before the first call; holds no connection that must be closed. */
export class DfCloud {
  /** The private networks inside Dragonfly Cloud. */
  readonly networks: Networks;
  /** The peerings between networks and the customer's VPCs. */
  readonly connections: Connections;
  /** The datastores. */
  readonly datastores: Datastores;
  /** The whole flow, from a network and a VPC to a connection that works, and back. */
  readonly peering: Peering;

  readonly #transport: Transport;

  /**
   * @throws AuthError when there is no API key, or one that cannot be sent.
   * @throws InvalidInputError when an option is not legal or not known.
   */
  constructor(options: DfCloudOptions = {}) {
    const { onEvent, fetch, userAgentSuffix, ...timeouts } = checkClientOptions(options);
    const { apiKey, baseUrl } = resolveCredentials(options);
    const listener = safeListener(onEvent);
    this.#transport = new Transport({
      ...timeouts,
      apiKey,
      baseUrl: baseUrl.href,
      userAgent: `dfcloud/${VERSION} node/${process.versions.node} ${userAgentSuffix}`.trimEnd(),
      onEvent: listener,
      clock: systemClock,
      ...(fetch && { fetch }),
    });
    const context = {
      transport: this.#transport,
      clock: systemClock,
      loopback: baseUrl.loopback,
      onWarning: listener,
    };
    this.networks = new Networks(context);
    this.connections = new Connections(context);
    this.datastores = new Datastores(context);
    this.peering = new Peering({
      networks: this.networks,
      connections: this.connections,
      endpoint: baseUrl.href,
      clock: systemClock,
    });
  }

  /**
   * Proves a connection: sends packets from this host to its datastore, and with an acceptor judges for each subnet of
   * the customer's VPC whether the configuration lets them through, and what stops them.
   *
   * @throws InvalidInputError @throws NotFoundError @throws FailedStateError when there is no endpoint to probe.
   */
  verify(options: VerifyConnectionOptions): Promise<ConnectionReport> {
    const { networks, connections, datastores } = this;
    return verifyConnection({ networks, connections, datastores, clock: systemClock }, options);
  }

  /**
   * Makes any request of the API, with the client's key, clocks and retries, for what has no method of its own.
   *
   * @param path below the base URL, beginning with `/`; ids in it must be escaped by the caller.
   * @returns the parsed JSON, as the API sent it; undefined when the answer was empty.
   * @throws DfCloudError one of its subclasses, as every other call.
   */
  async request(
    method: ApiRequest['method'],
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<unknown> {
    checkOptions(options, ['signal']);
    if (!['GET', 'POST', 'PUT', 'DELETE'].includes(method))
      throw illegal('method', method, 'GET, POST, PUT or DELETE', '"GET"');
    if (typeof path !== 'string' || !/^\/(?!\/)\S*$/.test(path))
      throw illegal('path', path, 'a path that begins with one slash', '"/v1/networks"');
    const text = jsonBody(method, path, body);
    const answer = await this.#transport.request({ method, path, body: text, signal: options.signal });
    return answer.body;
  }
}

function illegal(field: string, value: unknown, legal: string, example: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
