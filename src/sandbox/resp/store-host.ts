/** Placeholder until the listeners are in place. */
export interface StoreHost {
  close(): Promise<void>;
}
