import type { Call } from './gcp-context.js';
import type { Fields } from './wire/fields.js';

/** A permission that a call needs. */
export interface Needed {
  /** `compute.networks.addPeering` */
  readonly permission: string;
  /** The path of what it is needed for. */
  readonly path: string;
}

/** What an operation works on. */
export type OperationTarget = { readonly path: string; readonly id: string };

/** A change that takes time: what is left to do when the time is up. */
export interface Started {
  /** As the operation shows it: `insert`, `addPeering`, `compute.networks.patch`. */
  readonly operationType: string;
  readonly target: OperationTarget;
  /** The paths that no other change may touch meanwhile; it is up to the actions to ask for them. */
  readonly locks?: readonly string[];
  /** The change takes effect. What it throws as `GcpError` becomes the operation's error. */
  readonly finish?: () => void;
  /** Takes back what was marked at the start, when the operation failed. */
  readonly undo?: () => void;
}

interface Method {
  /** Service and method, `compute.networks.addPeering`: what a fault is put on. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the origin, `{x}` standing for one segment: `/compute/v1/projects/{project}/global/networks/{network}`. */
  readonly path: string;
  /** The parameters of the query that it takes, besides those of all methods. */
  readonly query?: readonly string[];
  /** The permissions that the caller must have, in the order in which they are asked for. */
  readonly needs: (call: Call) => readonly Needed[];
}

/** A method that answers at once. */
export interface Reading extends Method {
  readonly answer: (call: Call) => Fields | Promise<Fields>;
}

/** A method that starts an operation, which is the answer. It takes a `requestId`. */
export interface Writing extends Method {
  /** Checks what can be checked at once and marks what is under way. */
  readonly start: (call: Call) => Started;
}

/** One method of the API. */
export type Action = Reading | Writing;

/** The parameters of every list. */
export const LISTED = ['filter', 'maxResults', 'orderBy', 'pageToken', 'returnPartialSuccess'] as const;
