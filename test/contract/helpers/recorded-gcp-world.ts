import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { actionOf } from './gcp-recordings.js';
import { gcpStage } from './gcp-stage.js';
import { fieldOf } from './recordings.js';

/** An answer of the double. */
export interface GcpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The double with everything in it that the recordings show, and what it answered while that was made. */
export interface GcpDoubled {
  readonly sandbox: Sandbox;
  /** Every answer to an action, refusals included. */
  answers(action: string): readonly GcpAnswer[];
}

type Ask = (method: string, path: string, body?: object) => Promise<GcpAnswer>;

const NETWORK = 'global/networks/app-vpc';
const SUBNETS = 'regions/us-central1/subnetworks';
const POLICY = 'global/firewallPolicies/policy';

/** Makes networks, subnets, rules, routes, policies, a VM and a peering by plain requests, and reads them. */
export async function buildRecordedGcpWorld(): Promise<GcpDoubled> {
  const { sandbox, projectId, accessToken, vendorNetwork } = await gcpStage();
  const answers = new Map<string, GcpAnswer[]>();
  const origin = `${sandbox.endpoints.compute}/compute/v1/projects/${projectId}`;
  const ask: Ask = async (method, path, body) => {
    const response = await fetch(`${origin}/${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = { status: response.status, body: await response.json() };
    const action = actionOf(method, `${origin}/${path}`) ?? path;
    answers.set(action, [...(answers.get(action) ?? []), answer]);
    return answer;
  };
  const change = changing(ask);
  await networks(ask, change, vendorNetwork);
  await subnets(ask, change);
  await rules(ask, change);
  await policies(ask, change);
  await machine(ask, change);
  await removals(change);
  // Deleting takes so long that a second request finds it under way.
  sandbox.faults.add({ on: 'compute.networks.delete', fault: { kind: 'stuck-pending' } });
  for (const _ of ['first', 'second']) await ask('DELETE', NETWORK);
  return { sandbox, answers: (action) => answers.get(action) ?? [] };
}

/** Asks for a change and follows its operation to the end, by reading it and by waiting for it. */
function changing(ask: Ask): Ask {
  return async (method, path, body) => {
    const started = await ask(method, path, body);
    const scope = path
      .split('/')
      .slice(0, path.startsWith('global') ? 1 : 2)
      .join('/');
    const name = String(fieldOf(started.body, 'name'));
    let current = started;
    while (current.status === 200 && fieldOf(current.body, 'status') !== 'DONE') {
      await ask('POST', `${scope}/operations/${name}/wait`);
      current = await ask('GET', `${scope}/operations/${name}`);
      await sleep(1);
    }
    return current;
  };
}

async function networks(ask: Ask, change: Ask, vendorNetwork: string): Promise<void> {
  await ask('GET', NETWORK);
  await change('POST', 'global/networks', {
    name: 'auto',
    autoCreateSubnetworks: true,
    description: '',
    mtu: 1460,
  });
  await change('POST', 'global/networks', { name: 'app-vpc', autoCreateSubnetworks: false });
  const networkPeering = { name: 'df', network: vendorNetwork, exchangeSubnetRoutes: true };
  const waiting = { ...networkPeering, name: 'waiting', network: 'projects/nobody/global/networks/none' };
  await change('POST', `${NETWORK}/addPeering`, { networkPeering });
  await change('POST', `${NETWORK}/addPeering`, { networkPeering: waiting });
  await change('PATCH', 'global/networks/auto', { routingConfig: { routingMode: 'GLOBAL' } });
  for (const name of ['app-vpc', 'auto']) await ask('GET', `global/networks/${name}`);
  await ask('GET', 'global/networks');
}

async function subnets(ask: Ask, change: Ask): Promise<void> {
  await ask('GET', `${SUBNETS}/app`);
  const app = {
    ...{ name: 'app', network: NETWORK, ipCidrRange: '10.1.0.0/16', logConfig: { enable: false } },
    secondaryIpRanges: [{ rangeName: 'gke-dev-pods-c80c41a4', ipCidrRange: '10.52.0.0/14' }],
  };
  await change('POST', SUBNETS, app);
  await change('POST', `${SUBNETS}/app/setPrivateIpGoogleAccess`, { privateIpGoogleAccess: true });
  const { body } = await ask('GET', `${SUBNETS}/app`);
  await change('PATCH', `${SUBNETS}/app`, {
    enableFlowLogs: true,
    fingerprint: fieldOf(body, 'fingerprint'),
  });
  await ask('GET', 'aggregated/subnetworks?includeAllScopes=true');
}

async function rules(ask: Ask, change: Ask): Promise<void> {
  await ask('GET', 'global/firewalls/in');
  const allowed = [{ IPProtocol: 'tcp', ports: ['80', '1000-2000'] }];
  await change('POST', 'global/firewalls', { name: 'in', network: NETWORK, allowed, sourceTags: ['web'] });
  const more = { denied: [{ IPProtocol: 'all' }], targetTags: ['db'], description: 'none', priority: 900 };
  await change('POST', 'global/firewalls', { name: 'no', network: NETWORK, ...more });
  const odd = { denied: [{ IPProtocol: 'tcp', ports: ['10255'] }], logConfig: { enable: true } };
  await change('POST', 'global/firewalls', {
    name: 'host',
    network: NETWORK,
    ...odd,
    sourceRanges: ['10.9.9.9'],
  });
  await change('POST', 'global/firewalls', { name: 'v6', network: NETWORK, ...odd, sourceRanges: ['::'] });
  const accounts = { targetServiceAccounts: ['db@app.iam.gserviceaccount.com'], logConfig: { enable: true } };
  await change('POST', 'global/firewalls', { name: 'sa', network: NETWORK, allowed, ...accounts });
  await change('PATCH', 'global/firewalls/in', { disabled: true, sourceRanges: ['10.0.0.0/8'] });
  for (const name of ['in', 'sa']) await ask('GET', `global/firewalls/${name}`);
  await ask('GET', 'global/firewalls');
  await ask('GET', `${NETWORK}/getEffectiveFirewalls`);
}

async function policies(ask: Ask, change: Ask): Promise<void> {
  await ask('GET', POLICY);
  await change('POST', 'global/firewallPolicies', { name: 'policy', description: 'A policy' });
  await ask('GET', `${POLICY}/getRule?priority=1000`);
  await change('POST', `${POLICY}/addAssociation`, { name: 'here', attachmentTarget: NETWORK });
  const layer4Configs = [{ ipProtocol: 'tcp', ports: [] }];
  const rule = {
    ...{ priority: 1000, action: 'deny', direction: 'INGRESS', description: 'A rule', disabled: false },
    ...{ match: { layer4Configs, srcIpRanges: ['10.100.0.1/32'], destFqdns: [] } },
    ...{ targetServiceAccounts: ['db@app.iam.gserviceaccount.com'], enableLogging: false },
  };
  await change('POST', `${POLICY}/addRule`, rule);
  await ask('GET', `${POLICY}/getRule?priority=1000`);
  await change('POST', `${POLICY}/patchRule?priority=1000`, { ...rule, enableLogging: true });
  const { body } = await ask('GET', POLICY);
  await change('PATCH', POLICY, { description: 'Another text', fingerprint: fieldOf(body, 'fingerprint') });
  await change('POST', `${POLICY}/removeRule?priority=1000`);
}

async function machine(ask: Ask, change: Ask): Promise<void> {
  const subnetwork = `${SUBNETS}/app`;
  const zone = 'zones/us-central1-a';
  const instance = { name: 'vm', networkInterfaces: [{ subnetwork }], tags: { items: ['web'] } };
  await change('POST', `${zone}/instances`, instance);
  await ask('GET', `${zone}/instances/vm/getEffectiveFirewalls?networkInterface=nic0`);
  const nextHopInstance = `${zone}/instances/vm`;
  const route = { name: 'odd', network: NETWORK, destRange: '172.16.0.0/24', tags: ['web'], nextHopInstance };
  await change('POST', 'global/routes', route);
  await ask('GET', 'global/routes/odd');
  await ask('GET', 'global/routes');
  await change('DELETE', 'global/routes/odd');
  await change('DELETE', `${zone}/instances/vm`);
}

async function removals(change: Ask): Promise<void> {
  await change('POST', `${NETWORK}/removePeering`, { name: 'df' });
  await change('POST', `${NETWORK}/removePeering`, { name: 'waiting' });
  await change('DELETE', NETWORK);
  await change('DELETE', `${SUBNETS}/app`);
  await change('POST', `${POLICY}/removeAssociation?name=here`);
  await change('DELETE', POLICY);
  for (const name of ['in', 'no', 'sa', 'host', 'v6']) await change('DELETE', `global/firewalls/${name}`);
}
