import type { Needed } from './auth/needed.js';
import type { Call } from './aws-context.js';
import type { XmlObject } from './wire/xml.js';

/** One action of the API. */
export interface Action {
  /** `DescribeVpcs` */
  readonly name: string;
  /** The parameters that it takes, besides `Action`, `Version` and `DryRun`. */
  readonly takes: readonly string[];
  /** The objects for each of which the caller needs the permission; without it, the permission is asked for on `*`. */
  readonly needs?: (call: Call) => readonly Needed[];
  /** Carries it out, permission granted. Without a result the answer is `<return>true</return>`. */
  readonly run: (call: Call) => XmlObject | undefined;
}

/** The parameters of every paged description. */
export const PAGED = ['Filter', 'MaxResults', 'NextToken'] as const;
