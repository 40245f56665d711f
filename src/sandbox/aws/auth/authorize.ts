import type { Action } from '../action.js';
import type { Call } from '../aws-context.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import type { ConditionContext } from './conditions.js';
import { arnOf, type Needed, requestTags } from './needed.js';
import type { Demand, Refusal } from './policies.js';

/**
 * Checks that the caller's policies allow an action, on every object that it concerns.
 * @throws {Ec2Error} `UnauthorizedOperation` (403)
 */
export function authorize(call: Call, action: Action): void {
  const needed: readonly Needed[] = action.needs?.(call) ?? [];
  const own = needed.length > 0 ? needed : [{ resource: '*', context: {} }];
  const demands = own.map((one) => demand(call, call.action, one));
  for (const one of [...demands, ...taggingDemands(call)]) {
    const refusal = call.aws.policies.judge(call.principal.policyOwner, one);
    if (refusal) throw unauthorized(call, one, refusal);
  }
}

/** Tags on a new object need the right to create tags, which a policy can limit by `ec2:CreateAction`. */
function taggingDemands(call: Call): Demand[] {
  const specifications = ['TagSpecification', 'TagSpecifications'].flatMap((name) =>
    call.params.members(name),
  );
  return specifications.flatMap((specification) => {
    const type = specification.text('ResourceType') ?? '';
    if (specification.members('Tag').length === 0) return [];
    return demand(call, 'CreateTags', {
      resource: arnOf(call.region, call.accountId, type, '*'),
      context: { ...requestTags(tagsFor(call.params, type)), 'ec2:createaction': call.action },
    });
  });
}

function demand(call: Call, action: string, { resource, context }: Needed): Demand {
  return { action: `ec2:${action}`, resource, context: { ...callerContext(call), ...context } };
}

function callerContext({ region, principal }: Call): ConditionContext {
  return {
    'ec2:region': region,
    'aws:requestedregion': region,
    'aws:principalaccount': principal.accountId,
    'aws:principalarn': principal.arn,
    'aws:userid': principal.userId,
    'aws:sourceip': '127.0.0.1',
    'aws:securetransport': 'false',
  };
}

/** The message names the caller, the action and the object, and ends with a text that STS decodes. */
function unauthorized(call: Call, { action, resource, context }: Demand, refusal: Refusal): Ec2Error {
  const because =
    refusal === 'explicit deny'
      ? `with an explicit deny in an identity-based policy`
      : `because no identity-based policy allows the ${action} action`;
  const details = { allowed: false, explicitDeny: refusal === 'explicit deny', action, resource, context };
  const encoded = Buffer.from(JSON.stringify(details)).toString('base64url');
  return new Ec2Error(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${resource === '*' ? '*' : resource} ${because}. Encoded authorization failure message: ${encoded}`,
    403,
  );
}
