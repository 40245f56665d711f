/** The command line asks for something that cannot be: exit code 2, nothing on stdout. */
export class UsageError extends Error {
  /** What would be legal, or what to do instead. */
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }

  override get name() {
    return 'UsageError' as const;
  }
}
