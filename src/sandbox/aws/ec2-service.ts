import type { Action } from './action.js';
import type { Principal } from './auth/accounts.js';
import { authorize } from './auth/authorize.js';
import type { AwsContext, Call } from './aws-context.js';
import { isRegion } from './regions.js';
import { Ec2Error } from './wire/ec2-error.js';
import type { Params } from './wire/params.js';
import type { XmlObject } from './wire/xml.js';

/** One authenticated request to EC2. */
export interface Ec2Request {
  readonly params: Params;
  readonly principal: Principal;
  readonly region: string;
  /** How long a fault hides what this request creates. */
  readonly hiddenMs: number;
}

const COMMON = ['Action', 'Version', 'DryRun'];

/** EC2: what every request goes through before its action, and the answers that a client token asks for again. */
export class Ec2Service {
  readonly #aws: AwsContext;
  readonly #actions: ReadonlyMap<string, Action>;
  readonly #answers = new Map<string, { readonly parameters: string; readonly content: XmlObject }>();

  constructor(aws: AwsContext, actions: readonly Action[]) {
    this.#aws = aws;
    this.#actions = new Map(actions.map((action) => [action.name, action]));
  }

  /** The names of all actions. */
  get actions(): string[] {
    return [...this.#actions.keys()];
  }

  /**
   * Carries a request out.
   * @throws {Ec2Error} what EC2 would answer
   */
  carryOut(request: Ec2Request): XmlObject {
    const call = this.#callOf(request);
    const action = this.#actions.get(call.action);
    if (!action) {
      throw new Ec2Error('InvalidAction', `The action ${call.action} is not valid for this web service.`);
    }
    if (!isRegion(call.region)) {
      throw new Ec2Error('AuthFailure', 'Credential should be scoped to a valid region.', 401);
    }
    if (this.#aws.consistency.throttles()) {
      throw new Ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);
    }
    checkNames(call, action);
    authorize(call, action);
    // EC2 judges a dry run before the parameters and the state: it proves the permission and nothing else.
    if (call.params.flag('DryRun')) {
      throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return this.#once(call, () => action.run(call) ?? { return: true });
  }

  #callOf({ params, principal, region, hiddenMs }: Ec2Request): Call {
    const { accountId } = principal;
    const action = params.text('Action') ?? '';
    const sees = this.#aws.consistency.view(action);
    return {
      aws: this.#aws,
      world: this.#aws.world,
      action,
      params,
      principal,
      accountId,
      region,
      sees,
      hiddenMs,
    };
  }

  /** A request with the client token of an earlier one gets the earlier one's answer. */
  #once(call: Call, run: () => XmlObject): XmlObject {
    const token = call.params.text('ClientToken');
    if (token === undefined || token === '') return run();
    const key = [call.accountId, call.region, call.action, token].join('/');
    const parameters = JSON.stringify(call.params.entries().sort());
    const earlier = this.#answers.get(key);
    if (earlier && earlier.parameters !== parameters) {
      throw new Ec2Error(
        'IdempotentParameterMismatch',
        `The request with the client token '${token}' has other parameters than the one before.`,
      );
    }
    const content = earlier?.content ?? { ...run(), ...echo(call.action, token) };
    this.#answers.set(key, { parameters, content });
    return content;
  }
}

/** Most answers repeat the token; the service model knows one that does not. */
function echo(action: string, clientToken: string): XmlObject {
  return action === 'CreateManagedPrefixList' ? {} : { clientToken };
}

/** A parameter that the double does not know is refused, or a test would pass for a wrong reason. */
function checkNames(call: Call, action: Action): void {
  const known = [...COMMON, ...action.takes];
  const unknown = call.params.names().find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Ec2Error('UnknownParameter', `The parameter ${unknown} is not recognized`);
}
