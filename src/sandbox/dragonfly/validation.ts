import { parseCidr } from '../../path/cidr.js';
import { LOOPBACK, specialPurpose, within } from '../../path/ranges.js';
import type {
  WireConnectionConfig,
  WireLocation,
  WireNetworkCreate,
  WirePeer,
} from '../../resources/wire.js';
import type { Provider } from '../world.js';
import { ApiProblem } from './api-problem.js';
import { type Fields, fieldsOf } from './fields.js';

const PROVIDERS: readonly Provider[] = ['aws', 'gcp', 'azure'];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the body of POST /v1/networks. */
export function readNetworkCreate(body: unknown): WireNetworkCreate {
  const fields = fieldsOf(body);
  const accountId = fields.child('byoc')?.text('account_id') ?? '';
  return {
    name: fields.required('name'),
    location: readLocation(fields),
    cidr_block: networkCidr(fields.required('cidr_block')),
    byoc: accountId ? { account_id: accountId } : {},
  };
}

/** Reads `location`, which must name a cloud and a region. */
export function readLocation(fields: Fields): WireLocation & { provider: Provider } {
  const location = fields.child('location');
  if (!location) throw new ApiProblem(400, 'location is required');
  return { provider: readProvider(location), region: location.required('region') };
}

function readProvider(location: Fields): Provider {
  const given = location.required('provider');
  const provider = PROVIDERS.find((legal) => legal === given);
  if (provider) return provider;
  throw new ApiProblem(400, `location.provider must be aws, gcp or azure, not ${given}`);
}

/** Between /16 and /24 and canonical. 127.0.0.0/8 is legal here and nowhere else: its endpoints can be reached. */
function networkCidr(text: string): string {
  const result = parseCidr(text);
  if (!result.ok) {
    const meant = result.suggestion ? `; did you mean ${result.suggestion}?` : '';
    throw new ApiProblem(400, `cidr_block ${text} is not a valid CIDR block${meant}`);
  }
  const { cidr } = result;
  if (cidr.family !== 4 || cidr.prefix < 16 || cidr.prefix > 24) {
    throw new ApiProblem(400, `cidr_block ${text} must be an IPv4 block between /16 and /24`);
  }
  const special = specialPurpose(cidr);
  if (special && !within(cidr, LOOPBACK)) throw new ApiProblem(400, `cidr_block ${text} is ${special}`);
  return text;
}

/** Reads the body of POST /v1/connections; the rules of the peer's cloud are `checkPeer`'s. */
export function readConnectionConfig(body: unknown): WireConnectionConfig {
  const fields = fieldsOf(body);
  const peer = fields.child('peer');
  if (!peer) throw new ApiProblem(400, 'peer is required');
  const azure = peer.child('azure');
  const region = peer.text('region');
  return {
    name: fields.required('name'),
    network_id: fields.required('network_id'),
    peer: {
      account_id: peer.required('account_id'),
      cidr_block: peer.text('cidr_block') ?? '',
      vpc_id: peer.required('vpc_id'),
      ...(region ? { region } : {}),
      azure: {
        resource_group: azure?.text('resource_group') ?? '',
        tenant_id: azure?.text('tenant_id') ?? '',
        app_object_id: azure?.text('app_object_id') ?? '',
        use_remote_gateways: azure?.flag('use_remote_gateways') ?? false,
      },
    },
  };
}

/** The rules of the network's cloud for the customer's side. */
export function checkPeer(peer: WirePeer, provider: Provider): void {
  if (peer.cidr_block && !parseCidr(peer.cidr_block).ok) {
    throw new ApiProblem(400, `peer.cidr_block ${peer.cidr_block} is not a valid CIDR block`);
  }
  if (provider === 'aws') {
    demand('peer.account_id', peer.account_id, /^\d{12}$/, 'an AWS account id of 12 digits');
    demand('peer.vpc_id', peer.vpc_id, /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'an AWS VPC id');
    return;
  }
  if (provider === 'gcp') {
    const project = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
    demand('peer.account_id', peer.account_id, project, 'a Google Cloud project id');
    demand('peer.vpc_id', peer.vpc_id, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a VPC network name');
    return;
  }
  const { azure } = peer;
  demand('peer.account_id', peer.account_id, GUID, 'an Azure subscription id');
  demand('peer.vpc_id', peer.vpc_id, /^[a-z0-9][\w.-]{1,63}$/i, 'a virtual network name');
  demand('peer.region', peer.region, /^[a-z0-9]+$/, 'an Azure region');
  demand('peer.azure.resource_group', azure?.resource_group, /^[\w().-]{1,90}$/, 'a resource group name');
  demand('peer.azure.tenant_id', azure?.tenant_id, GUID, 'a tenant id');
  demand('peer.azure.app_object_id', azure?.app_object_id, GUID, 'an application id');
}

function demand(name: string, value: string | undefined, pattern: RegExp, what: string): void {
  if (pattern.test(value ?? '')) return;
  throw new ApiProblem(400, `${name} must be ${what}, not ${JSON.stringify(value ?? '')}`);
}
