/** Opens when each of its members has left. */
export class Barrier {
  #inside: number;
  #open: () => void = () => undefined;

  /** Resolves when the last member has left. */
  readonly opened: Promise<void>;

  constructor(members: number) {
    this.#inside = members;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    if (members === 0) this.#open();
  }

  /** One member leaves; it must not leave twice. */
  leave(): void {
    this.#inside -= 1;
    if (this.#inside === 0) this.#open();
  }
}
