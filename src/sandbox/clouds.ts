import { AwsDouble } from './aws/aws-double.js';
import { AzureDouble } from './azure/azure-double.js';
import type { CloudDouble, CloudParts } from './cloud.js';
import { GcpDouble } from './gcp/gcp-double.js';
import type { Provider } from './world.js';

/** The origin of a cloud's listener. */
type OriginOf = (provider: Provider) => string;

/** The doubles of all clouds in one table: a cloud joins with a row in each of these methods, and nowhere else. */
export class Clouds {
  readonly aws: AwsDouble;
  readonly gcp: GcpDouble;
  readonly azure: AzureDouble;

  constructor(parts: CloudParts) {
    this.aws = new AwsDouble(parts);
    this.gcp = new GcpDouble(parts);
    this.azure = new AzureDouble(parts);
  }

  /** All of them, by name. */
  all(): readonly (readonly [Provider, CloudDouble])[] {
    return [
      ['aws', this.aws],
      ['gcp', this.gcp],
      ['azure', this.azure],
    ];
  }

  /** The base URL of every service. */
  endpoints(originOf: OriginOf) {
    return {
      ...this.aws.endpoints(originOf('aws')),
      ...this.gcp.endpoints(originOf('gcp')),
      ...this.azure.endpoints(originOf('azure')),
    };
  }

  /** The environment variables with which clients find the clouds. */
  env(originOf: OriginOf) {
    return {
      ...this.aws.env(originOf('aws')),
      ...this.gcp.env(originOf('gcp')),
      ...this.azure.env(originOf('azure')),
    };
  }

  /** Everything that exists in the clouds. */
  snapshot() {
    return { aws: this.aws.snapshot(), gcp: this.gcp.snapshot(), azure: this.azure.snapshot() };
  }
}
