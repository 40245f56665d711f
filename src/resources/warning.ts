/** Something legal that is probably not meant. */
export interface ClientWarning {
  readonly type: 'warning';
  /** A stable identifier. */
  readonly code: 'cidr_not_private';
  /** What it is about, and what to do. */
  readonly message: string;
}
