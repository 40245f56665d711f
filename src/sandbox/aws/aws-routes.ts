import type { CloudRoutes } from '../cloud.js';
import type { Answer, ReceivedRequest } from '../http-server.js';
import type { Route } from '../serve.js';
import type { Accounts } from './auth/accounts.js';
import { type CredentialScope, credentialScope } from './auth/credential-scope.js';
import type { AwsIds } from './aws-ids.js';
import type { Ec2Service } from './ec2-service.js';
import type { StsService } from './sts-service.js';
import { type AwsServiceName, awsReplyAfter, awsReplyInstead, failure, success } from './wire/answers.js';
import { Ec2Error } from './wire/ec2-error.js';
import { Params } from './wire/params.js';

/** What the routes lead to. */
export interface AwsServices {
  readonly ec2: Ec2Service;
  readonly sts: StsService;
  readonly accounts: Accounts;
  readonly ids: AwsIds;
}

/**
 * The Query protocol of EC2 and STS behind one address. Which of the two is meant stands in the signature's scope, as
 * do the region and, by its access key, the account.
 */
export class AwsRoutes implements CloudRoutes {
  /** `ec2.DescribeVpcs`, `sts.AssumeRole` and so on: what a fault can be put on. */
  readonly operations: readonly string[];
  readonly #services: AwsServices;

  constructor(services: AwsServices) {
    this.#services = services;
    this.operations = [
      ...services.ec2.actions.map((action) => `ec2.${action}`),
      ...services.sts.actions.map((action) => `sts.${action}`),
    ];
  }

  /** Finds what a request wants. Credentials, permissions and parameters are checked when it runs. */
  match(request: ReceivedRequest): Route {
    const params = Params.parse(request.body);
    const scope = credentialScope(request.header('authorization'));
    const service = scope?.service === 'sts' ? 'sts' : 'ec2';
    const operation = `${service}.${params.text('Action') ?? ''}`;
    const requestId = this.#services.ids.requestId();
    return {
      operation: this.operations.includes(operation) ? operation : null,
      body: Object.fromEntries(params.entries()),
      run: (fate) => this.#run({ request, params, scope, service, requestId, hiddenMs: fate.hiddenMs }),
      instead: (fault) => awsReplyInstead(service, fault, requestId),
      after: (fault, answer) => awsReplyAfter(service, fault, answer, requestId),
    };
  }

  #run(request: SignedRequest): Answer {
    const { service, requestId, params } = request;
    try {
      return success(service, params.text('Action') ?? '', this.#carryOut(request), requestId);
    } catch (error) {
      if (error instanceof Ec2Error) return failure(service, error, requestId);
      throw error;
    }
  }

  #carryOut({ request, params, scope, service, hiddenMs }: SignedRequest) {
    if (request.method !== 'POST') {
      throw new Ec2Error('InvalidRequest', 'The sandbox takes Query requests by POST only.');
    }
    if (!scope) {
      throw new Ec2Error(
        'MissingAuthenticationToken',
        'The request must contain a signature: Authorization: AWS4-HMAC-SHA256 Credential=…',
        403,
      );
    }
    if (scope.service !== service) {
      throw new Ec2Error(
        'InvalidRequest',
        `The sandbox has no service ${scope.service}; it has ec2 and sts.`,
      );
    }
    const { accounts, ec2, sts } = this.#services;
    const principal = accounts.principal(scope.accessKeyId, request.header('x-amz-security-token'));
    if (service === 'sts') return sts.carryOut({ params, principal });
    accounts.know(principal.accountId);
    return ec2.carryOut({ params, principal, region: scope.region, hiddenMs });
  }
}

interface SignedRequest {
  readonly request: ReceivedRequest;
  readonly params: Params;
  readonly scope: CredentialScope | undefined;
  readonly service: AwsServiceName;
  readonly requestId: string;
  readonly hiddenMs: number;
}
