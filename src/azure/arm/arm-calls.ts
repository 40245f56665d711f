import type { RestAnswer } from '../rest/exchange.js';
import { callToTheEnd } from '../rest/long-running.js';
import { allPages } from '../rest/pages.js';
import type { RestCall, RestClient } from '../rest/rest-client.js';
import type { CallContext } from './arm.js';

/** The kinds of calls that Azure Resource Manager takes. `operation` is the permission that a call needs. */
export class ArmCalls {
  constructor(readonly client: RestClient) {}

  /** Reads one thing. */
  async get(operation: string, path: string, context: CallContext): Promise<unknown> {
    return (await this.client.call({ operation, method: 'GET', path }, context)).body;
  }

  /** Reads one thing that may be missing: undefined then. */
  async maybe(operation: string, path: string, context: CallContext): Promise<RestAnswer | undefined> {
    const answer = await this.client.call({ operation, method: 'GET', path, alsoFine: [404] }, context);
    return answer.status === 404 ? undefined : answer;
  }

  /** Reads a list, over all its pages. */
  list<T>(operation: string, path: string, context: CallContext, read: (entry: unknown) => T): Promise<T[]> {
    return allPages(this.client, { operation, method: 'GET', path }, context, read);
  }

  /** An action that only reads, and takes its time. */
  async ask(operation: string, path: string, context: CallContext, body?: unknown): Promise<unknown> {
    const call: RestCall = { operation, method: 'POST', path, body, repeatable: true };
    return (await callToTheEnd(this.client, call, context)).body;
  }

  /** Deletes one thing and waits until it is gone; fine when it was. */
  async delete(
    operation: string,
    path: string,
    context: CallContext,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const call: RestCall = { operation, method: 'DELETE', path, headers, alsoFine: [404] };
    await callToTheEnd(this.client, call, context);
  }
}
