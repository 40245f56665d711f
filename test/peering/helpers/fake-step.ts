import type { Step, StepContext, StepState } from '../../../src/peering/step.js';

/** A step whose real state is a field; it notes what is done to it. */
export class FakeStep implements Step {
  readonly title: string;
  readonly log: string[] = [];
  transient: NonNullable<Step['transient']> = [];
  withConnection = false;
  /** What the real state is. */
  state: StepState;
  /** What `apply` throws, one at a time. */
  failures: unknown[] = [];
  /** Runs in the middle of `apply` and `undo`. */
  during: () => Promise<void> = async () => undefined;
  /** The rounds of the reads. */
  readonly rounds: object[] = [];

  constructor(
    readonly id: string,
    readonly after: readonly string[] = [],
    state: Partial<StepState> = {},
  ) {
    this.title = `Step ${id}`;
    this.state = { status: 'todo', ours: 'none', evidence: `${id} is missing`, ...state };
  }

  async read({ round }: StepContext): Promise<StepState> {
    this.log.push('read');
    this.rounds.push(round);
    return this.state;
  }

  async apply(_context: StepContext): Promise<void> {
    this.log.push('apply');
    await this.during();
    if (this.failures.length > 0) throw this.failures.shift();
    this.state = { status: 'done', ours: 'ours', evidence: `${this.id} is there` };
  }

  async undo(_context: StepContext): Promise<void> {
    this.log.push('undo');
    await this.during();
    this.state = { status: 'todo', ours: 'none', evidence: `${this.id} is missing` };
  }
}
