/** A refusal in the words of EC2 or STS: the code that clients switch on, the message, and the HTTP status. */
export class Ec2Error extends Error {
  constructor(
    /** Such as `InvalidVpcID.NotFound`. */
    readonly code: string,
    message: string,
    /** EC2 answers 400 to nearly everything, also where other APIs say 404 or 409. */
    readonly status = 400,
  ) {
    super(message);
  }
}
