/** A request that the API answers with an error status. */
export class ApiProblem extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
