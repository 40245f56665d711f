import type { Cidr } from '../path/cidr.js';
import type { PathSnapshot } from '../path/snapshot.js';
import type { Acceptor, FlowContext } from '../peering/acceptor.js';
import type { Finding } from '../peering/finding.js';
import type { Permissions, Verb } from '../peering/permissions.js';
import type { PeeringPlan } from '../peering/plan.js';
import type { Step } from '../peering/step.js';
import { openEc2 } from './client.js';
import type { Ec2 } from './ec2/ec2.js';
import { isRefusal } from './ec2/refusal.js';
import { blockOf } from './ec2/translate.js';
import { layOutSteps } from './lay-out-steps.js';
import { type AwsAcceptorOptions, checkOptions, type Settings } from './options.js';
import { PeeringFinder } from './peering-finder.js';
import { permissionsFor } from './permissions.js';
import { runChecks } from './preflight/run-checks.js';
import { Reads } from './reads.js';
import { takeSnapshot } from './snapshot.js';
import type { StepMeans } from './steps/means.js';

/**
 * The customer's side of a peering on AWS: accepts the request that Dragonfly's API names and no other, routes the
 * network's CIDR to it, and opens the security groups that were named. Makes no call and loads no SDK before it is used.
 */
export class AwsAcceptor implements Acceptor {
  readonly provider = 'aws' as const;
  readonly #settings: Settings;
  readonly #reads: Reads;
  #opened: Promise<Ec2> | undefined;

  /** @throws InvalidInputError when an option is not legal or not known. */
  constructor(options: AwsAcceptorOptions) {
    this.#settings = checkOptions(options);
    const { vpcId, securityGroupIds: groupIds } = this.#settings;
    this.#reads = new Reads(() => this.#ec2(), { vpcId, groupIds });
  }

  /** The endpoint of EC2, as the SDK's settings, the environment and the profile make it. */
  async endpoints(): Promise<readonly string[]> {
    const ec2 = await this.#ec2();
    return [await ec2.endpoint()];
  }

  /** Looks for everything that would make a run fail: the network, addresses, routes, quotas, groups, permissions. */
  async preflight(flow: FlowContext): Promise<Finding[]> {
    const { flow: _, ...means } = this.#means(flow);
    return runChecks({ ...means, flow, remote: remoteOf(flow) });
  }

  /** Nothing has to exist on AWS before the connection does. */
  async prepare(): Promise<Step[]> {
    return [];
  }

  /** The VPC, with the account that owns it. @throws CloudRefusedError when EC2 does not show it. */
  async peer(flow: FlowContext): ReturnType<Acceptor['peer']> {
    const { region, vpcId } = this.#settings;
    const { ownerId: accountId } = await this.#reads.vpc(flow);
    const elsewhere = region !== flow.network.location.region;
    return { provider: 'aws', accountId, vpcId, ...(elsewhere && { region }) };
  }

  /** Accepting, comparing, tags, routes, rules. None when the VPC does not exist (any more). */
  async accept(flow: FlowContext): Promise<Step[]> {
    try {
      return await layOutSteps(this.#means(flow), remoteOf(flow));
    } catch (error) {
      if (isRefusal(error, 'InvalidVpcID.NotFound')) return [];
      throw error;
    }
  }

  /** Subnets, routes, groups, network ACLs and the peering, for the path model. What may not be read becomes a gap. */
  async snapshot(flow: FlowContext): Promise<PathSnapshot> {
    return takeSnapshot(this.#means(flow), remoteOf(flow));
  }

  /** The IAM policy that a run needs: exactly that of the plan, or without one everything that a run may need. */
  async requiredPermissions(verb: Verb, plan?: PeeringPlan): Promise<Permissions> {
    return permissionsFor(verb, this.#settings, plan);
  }

  #means(flow: FlowContext): StepMeans {
    const reads = this.#reads;
    const finder = new PeeringFinder(reads, flow, this.#settings.region);
    return { flow, settings: this.#settings, reads, finder, ec2: () => this.#ec2() };
  }

  #ec2(): Promise<Ec2> {
    this.#opened ??= openEc2(this.#settings).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}

function remoteOf({ network }: FlowContext): Cidr[] {
  const block = blockOf(network.cidrBlock);
  return block ? [block] : [];
}
