import { parseCidr } from '../../path/cidr.js';
import type { WireNetwork } from '../../resources/wire.js';
import type { Scheduler } from '../clock.js';
import type { CloudDouble, CloudParts } from '../cloud.js';
import type { CloudHalf, PeeringEnd, Peerings } from '../peerings.js';
import type { SeededIds } from '../random.js';
import type { Peering, PeeringSide } from '../world.js';
import { ACTIONS } from './actions/index.js';
import { removeVpc } from './actions/vpcs.js';
import { Accounts } from './auth/accounts.js';
import { Policies } from './auth/policies.js';
import type { AwsContext } from './aws-context.js';
import { AwsIds } from './aws-ids.js';
import { AwsRoutes } from './aws-routes.js';
import { AwsControl, type AwsSandbox } from './aws-sandbox.js';
import { type AwsSnapshot, awsSnapshot } from './aws-snapshot.js';
import { Consistency } from './consistency.js';
import { Ec2Service } from './ec2-service.js';
import { Limits } from './limits.js';
import { isEnded, isLive, PeeringLife, type PeeringTimings } from './peering-life.js';
import { addAmazonPrefixLists } from './state/amazon-prefix-lists.js';
import { emptyAwsWorld } from './state/aws-world.js';
import { addVpc } from './state/new-vpc.js';
import type { VpcPeeringConnection } from './state/peering-record.js';
import { StsService } from './sts-service.js';

/** EC2 and STS of all accounts, joined to Dragonfly's double at the peerings: each side notices what the other does. */
export class AwsDouble implements CloudDouble, CloudHalf {
  /** What the HTTP listener asks. */
  readonly routes: AwsRoutes;
  /** What a test author uses beside the API. */
  readonly control: AwsSandbox;
  readonly #aws: AwsContext;
  readonly #peerings: Peerings;

  constructor({ ids, clock, peerings, timings }: CloudParts) {
    this.#peerings = peerings;
    this.#aws = contextOf(ids, clock, timings);
    const { accounts, policies } = this.#aws;
    const ec2 = new Ec2Service(this.#aws, ACTIONS);
    const sts = new StsService(accounts, policies);
    this.routes = new AwsRoutes({ ec2, sts, accounts, ids: this.#aws.ids });
    this.control = new AwsControl(this.#aws);
    peerings.join('aws', this);
    this.#aws.peerings.onChange((pcx) => this.#tellDragonfly(pcx));
  }

  /** EC2 and STS share one address. */
  endpoints(origin: string) {
    return { ec2: origin, sts: origin };
  }

  /** The keys are the customer's. To hand them out does not make the account known: only their use does. */
  env(origin: string) {
    const { accessKeyId, secretAccessKey } = this.#aws.accounts.credentials(this.control.defaultAccountId);
    return {
      AWS_ENDPOINT_URL_EC2: origin,
      AWS_ENDPOINT_URL_STS: origin,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }

  /** Everything that exists in AWS, as plain JSON. */
  snapshot(): AwsSnapshot {
    return awsSnapshot(this.#aws.world);
  }

  /** The network's VPC exists from now on, in the vendor's account, or in the customer's where that was asked for. */
  networkActive({ vpc, location, cidr_block }: WireNetwork): void {
    const block = parseCidr(cidr_block);
    if (!vpc || !block.ok) return;
    addVpc(this.#aws.world, this.#aws.ids, {
      id: vpc.resource_id,
      ownerId: vpc.account_id,
      region: location.region,
      cidr: block.cidr,
      tags: new Map([['Name', 'dragonfly']]),
    });
  }

  /** The network is gone, and its VPC with it. */
  networkGone({ vpc }: WireNetwork): void {
    const record = this.#aws.world.vpcs.get(vpc?.resource_id ?? '');
    if (record) removeVpc(this.#aws.world, record);
  }

  /** Dragonfly may ask for what someone has asked for already. */
  existing(requester: PeeringSide, accepter: PeeringSide): string | undefined {
    return this.#aws.world.vpcPeeringConnections
      .all()
      .find(
        (pcx) =>
          isLive(pcx) &&
          pcx.requester.vpcId === requester.vpc_id &&
          pcx.accepter.vpcId === accepter.vpc_id &&
          pcx.accepter.ownerId === accepter.account_id,
      )?.id;
  }

  /** Dragonfly's request reaches the customer's account, or fails: the result says why. */
  requested({ id, requester, accepter }: Peering): string | undefined {
    const party = (side: PeeringSide) => {
      return { ownerId: side.account_id, vpcId: side.vpc_id, region: side.region };
    };
    const { world, peerings } = this.#aws;
    const pcx =
      world.vpcPeeringConnections.get(id) ?? peerings.request(party(requester), party(accepter), id);
    peerings.settle(pcx);
    if (pcx.status === 'active') this.#peerings.accept(id);
    return pcx.status === 'failed' ? pcx.message : undefined;
  }

  /** The sandbox's `accept` does what the customer would do in AWS. */
  accepted({ id }: Peering): void {
    const pcx = this.#aws.world.vpcPeeringConnections.get(id);
    if (pcx) this.#aws.peerings.activate(pcx);
  }

  /** Dragonfly deletes the connection, or the sandbox's `revoke` does what the customer would do. */
  deleted({ id }: Peering, by: PeeringEnd): void {
    const pcx = this.#aws.world.vpcPeeringConnections.get(id);
    if (!pcx || isEnded(pcx)) return;
    if (by === 'accepter' && pcx.status === 'pending-acceptance') this.#aws.peerings.reject(pcx);
    else this.#aws.peerings.delete(pcx, by);
  }

  #tellDragonfly(pcx: VpcPeeringConnection): void {
    if (!this.#peerings.has(pcx.id)) return;
    if (pcx.status === 'active') this.#peerings.accept(pcx.id);
    else if (isEnded(pcx)) this.#peerings.delete(pcx.id, endOf(pcx));
  }
}

/** Who ended it: expiry counts as the customer's doing, who let it happen. */
function endOf({ endedBy, requester, accepter }: VpcPeeringConnection): PeeringEnd {
  return endedBy === requester.ownerId && endedBy !== accepter.ownerId ? 'requester' : 'accepter';
}

function contextOf(seeded: SeededIds, clock: Scheduler, timings: PeeringTimings): AwsContext {
  const now = () => clock.now();
  const world = emptyAwsWorld(now);
  const ids = new AwsIds(seeded);
  addAmazonPrefixLists(world, ids);
  const accounts = new Accounts(seeded, clock);
  const consistency = new Consistency(now);
  return {
    world,
    clock,
    ids,
    accounts,
    policies: new Policies(),
    limits: new Limits(),
    consistency,
    peerings: new PeeringLife({ world, clock, ids, accounts, consistency, timings }),
  };
}
