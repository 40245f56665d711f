// The customer's side of a peering on AWS
export { AwsAcceptor } from './aws-acceptor.js';
export type { AwsAcceptorOptions, AwsCredentials, AwsEc2Client, RouteTableChoice } from './options.js';
