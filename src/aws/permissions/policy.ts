import type { PeeringPlan } from '../../peering/plan.js';
import type { Settings } from '../options.js';

/** A statement of an IAM policy. */
interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * The document that allows these actions and no more: on this VPC's objects only, and for the peering only between the
 * VPC and the network that the plan names. Resource types and condition keys are those of the service authorization
 * reference for EC2; reads know no resources.
 */
export function policyDocument(
  actions: readonly string[],
  settings: Settings,
  plan: PeeringPlan | undefined,
): PolicyDocument {
  const scope = new Scope(settings, plan);
  const wanted = (...names: string[]) =>
    names.map((name) => `ec2:${name}`).filter((action) => actions.includes(action));
  const authorize = wanted('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress');
  const tags = wanted('CreateTags');
  const statements = [
    scope.reads(actions.filter((action) => /^ec2:(Describe|Get)/.test(action))),
    scope.vpc('AcceptVpc', wanted('AcceptVpcPeeringConnection')),
    scope.peering(
      'Peering',
      wanted('AcceptVpcPeeringConnection', 'ModifyVpcPeeringConnectionOptions', 'DeleteVpcPeeringConnection'),
    ),
    scope.ofVpc('Routes', 'route-table', wanted('CreateRoute', 'ReplaceRoute', 'DeleteRoute')),
    scope.ofVpc('Groups', 'security-group', [
      ...authorize,
      ...wanted('RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'),
    ]),
    scope.newRules('GroupRules', authorize),
    scope.newRules('TagGroupRules', authorize.length > 0 ? tags : [], {
      StringEquals: { 'ec2:CreateAction': authorize.map((action) => action.replace('ec2:', '')) },
    }),
    scope.peering('TagPeering', tags),
  ];
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}

/** Writes statements for one VPC and, with a plan, for one peering. */
class Scope {
  readonly #region: string;
  readonly #vpcArn: string;
  readonly #requesterArn: string | undefined;
  readonly #account: string;

  constructor({ region, vpcId }: Settings, plan: PeeringPlan | undefined) {
    const { peer, remote } = plan ?? {};
    this.#region = region;
    this.#account = peer?.provider === 'aws' ? peer.accountId : '*';
    this.#vpcArn = this.#arn(`vpc/${vpcId}`);
    const { accountId, resourceId } = remote ?? {};
    this.#requesterArn =
      remote && accountId && resourceId
        ? `arn:${partitionOf(remote.region)}:ec2:${remote.region}:${accountId}:vpc/${resourceId}`
        : undefined;
  }

  reads(Action: readonly string[]): Statement {
    const Condition = { StringEquals: { 'ec2:Region': this.#region } };
    return { Sid: 'Read', Effect: 'Allow', Action, Resource: '*', Condition };
  }

  vpc(Sid: string, Action: readonly string[]): Statement {
    return { Sid, Effect: 'Allow', Action, Resource: this.#vpcArn };
  }

  /** The peering's id need not be known: both of its VPCs are. */
  peering(Sid: string, Action: readonly string[]): Statement {
    const vpcs = {
      'ec2:AccepterVpc': this.#vpcArn,
      ...(this.#requesterArn !== undefined && { 'ec2:RequesterVpc': this.#requesterArn }),
    };
    const Resource = this.#arn('vpc-peering-connection/*');
    return { Sid, Effect: 'Allow', Action, Resource, Condition: { ArnEquals: vpcs } };
  }

  ofVpc(Sid: string, type: string, Action: readonly string[]): Statement {
    const Condition = { ArnEquals: { 'ec2:Vpc': this.#vpcArn } };
    return { Sid, Effect: 'Allow', Action, Resource: this.#arn(`${type}/*`), Condition };
  }

  newRules(Sid: string, Action: readonly string[], Condition?: Statement['Condition']): Statement {
    const Resource = this.#arn('security-group-rule/*');
    return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
  }

  #arn(rest: string): string {
    return `arn:${partitionOf(this.#region)}:ec2:${this.#region}:${this.#account}:${rest}`;
  }
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
