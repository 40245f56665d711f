import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  call,
  done,
  failureOf,
  fieldsOf,
  newNetwork,
  peeringBody,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

const PROJECT = 'projects/customer-project';
const ROUTES = `${PROJECT}/global/routes`;

let sandbox: Sandbox;
let network: string;
beforeEach(async () => {
  sandbox = await startGcp();
  network = await newNetwork(sandbox, 'customer-project', 'app-vpc');
  await subnet(network, '10.1.0.0/16');
});
afterEach(() => sandbox.close());

async function subnet(of: string, ipCidrRange: string, more: object = {}): Promise<void> {
  const project = of.split('/global')[0];
  const body = { name: `s${ipCidrRange.replace(/\W/g, '-')}`, network: of, ipCidrRange, ...more };
  const operation = await done(sandbox, 'POST', `${project}/regions/us-central1/subnetworks`, { body });
  expect(failureOf(operation)).toBe('');
}
const route = (destRange: string, more: object = { nextHopIp: '10.1.0.9' }) => ({
  ...{ name: 'r', network, destRange },
  ...more,
});
const insert = (destRange: string, more?: object) =>
  call(sandbox, 'POST', ROUTES, { body: route(destRange, more) });
const inserted = async (destRange: string, more?: object) =>
  failureOf(await done(sandbox, 'POST', ROUTES, { body: route(destRange, more) }));
const list = async () => {
  const { items } = (await call(sandbox, 'GET', ROUTES)).body;
  return Array.isArray(items) ? items.map(fieldsOf) : [];
};

describe('routes that nobody made', () => {
  test('lead to the internet and to all subnet ranges', async () => {
    await subnet(network, '10.2.0.0/24', {
      secondaryIpRanges: [{ rangeName: 'p', ipCidrRange: '10.64.0.0/20' }],
    });
    const routes = await list();
    expect(routes.map(({ destRange, priority }) => `${destRange} ${priority}`).sort()).toEqual([
      '0.0.0.0/0 1000',
      '10.1.0.0/16 0',
      '10.2.0.0/24 0',
      '10.64.0.0/20 0',
    ]);
    expect(routes.find(({ destRange }) => destRange === '10.1.0.0/16')).toMatchObject({
      kind: 'compute#route',
      name: expect.stringMatching(/^default-route-[0-9a-f]{16}$/),
      description: 'Default local route to the subnetwork 10.1.0.0/16.',
      nextHopNetwork: expect.stringMatching(/app-vpc$/),
    });
  });

  test('lead through a peering while it is active', async () => {
    const other = await newNetwork(sandbox, 'other-project', 'other');
    await subnet(other, '10.5.0.0/16');
    const through = async () => (await list()).filter(({ nextHopPeering }) => nextHopPeering !== undefined);
    await done(sandbox, 'POST', `${network}/addPeering`, { body: peeringBody('df', other) });
    expect(await through()).toEqual([]);
    await done(sandbox, 'POST', `${other}/addPeering`, { body: peeringBody('back', network) });
    expect(await through()).toMatchObject([
      {
        name: expect.stringMatching(/^peering-route-/),
        description: 'Auto generated route via peering [df].',
        destRange: '10.5.0.0/16',
        nextHopPeering: 'df',
        priority: 0,
      },
    ]);
  });

  test('do not lead through a peering of two minds', async () => {
    const other = await newNetwork(sandbox, 'other-project', 'other');
    await subnet(other, '10.5.0.0/16');
    const consensus = { updateStrategy: 'CONSENSUS' };
    await done(sandbox, 'POST', `${network}/addPeering`, { body: peeringBody('df', other, consensus) });
    await done(sandbox, 'POST', `${other}/addPeering`, { body: peeringBody('back', network) });
    expect((await list()).filter(({ nextHopPeering }) => nextHopPeering !== undefined)).toEqual([]);
  });

  test('can be read by name, but not deleted', async () => {
    const [system] = (await list()).filter(({ nextHopNetwork }) => nextHopNetwork !== undefined);
    const path = `${ROUTES}/${system?.name}`;
    expect((await call(sandbox, 'GET', path)).body).toEqual(system);
    expect(refusalOf(await call(sandbox, 'DELETE', path))).toContain('400 invalid');
  });

  test('let the one to the internet be deleted', async () => {
    const [internet] = (await list()).filter(({ nextHopGateway }) => nextHopGateway !== undefined);
    expect(failureOf(await done(sandbox, 'DELETE', `${ROUTES}/${internet?.name}`))).toBe('');
    expect((await list()).map(({ destRange }) => destRange)).toEqual(['10.1.0.0/16']);
  });
});

describe('routes.insert', () => {
  test('keeps the route, with links in full', async () => {
    const gateway = 'global/gateways/default-internet-gateway';
    expect(await inserted('203.0.113.0/24', { nextHopGateway: gateway, tags: ['web'], priority: 7 })).toBe(
      '',
    );
    expect((await call(sandbox, 'GET', `${ROUTES}/r`)).body).toMatchObject({
      destRange: '203.0.113.0/24',
      nextHopGateway: `https://www.googleapis.com/compute/v1/${PROJECT}/${gateway}`,
      tags: ['web'],
      priority: 7,
    });
    expect(refusalOf(await insert('203.0.113.0/24'))).toContain('409 alreadyExists');
  });

  test.each(['10.1.0.0/16', '10.1.7.0/24', '10.5.0.0/24'])(
    'refuses %s, which hides a subnet',
    async (destRange) => {
      const other = await newNetwork(sandbox, 'other-project', 'other');
      await subnet(other, '10.5.0.0/16');
      await done(sandbox, 'POST', `${network}/addPeering`, { body: peeringBody('df', other) });
      await done(sandbox, 'POST', `${other}/addPeering`, { body: peeringBody('back', network) });
      const refusal = refusalOf(await insert(destRange));
      expect(refusal).toContain(
        `Invalid value for field 'resource.destRange': '${destRange}'. ${destRange} hides the address space of the network`,
      );
      expect(refusal).toContain('Cannot change the routing of packets destined for the network.');
    },
  );

  test('lets wider ranges and those of hybrid subnets pass', async () => {
    await subnet(network, '10.3.0.0/16', { allowSubnetCidrRoutesOverlap: true });
    expect(await inserted('10.0.0.0/8')).toBe('');
    expect(await inserted('10.3.9.0/24', { nextHopIp: '10.1.0.9', name: 'hybrid' })).toBe('');
  });

  test.each([
    [{}, 'Exactly one next hop'],
    [
      { nextHopIp: '10.1.0.9', nextHopGateway: 'global/gateways/default-internet-gateway' },
      'Exactly one next hop',
    ],
    [{ nextHopIp: '192.168.0.9' }, 'inside of a subnetwork'],
    [{ nextHopGateway: 'global/gateways/other' }, 'default-internet-gateway'],
    [{ nextHopInstance: 'zones/us-central1-a/instances/none' }, 'cannot be found'],
    [{ nextHopPeering: 'df' }, 'Unknown name "nextHopPeering"'],
    [{ nextHopIp: '10.1.0.9', priority: 65_536 }, 'Must be between 0 and 65535'],
  ])('refuses %o', async (more, says) => {
    expect(refusalOf(await insert('203.0.113.0/24', more))).toContain(says);
  });

  test('waits for a peering that is being made', async () => {
    const other = await newNetwork(sandbox, 'other-project', 'other');
    await call(sandbox, 'POST', `${network}/addPeering`, { body: peeringBody('df', other) });
    expect(refusalOf(await insert('203.0.113.0/24'))).toContain(
      'peering operation in progress on the local or peer',
    );
  });

  test('warns of a next hop that cannot carry packets', async () => {
    const instances = `${PROJECT}/zones/us-central1-a/instances`;
    const subnetwork = 'regions/us-central1/subnetworks/s10-1-0-0-16';
    await done(sandbox, 'POST', instances, { body: { name: 'vm', networkInterfaces: [{ subnetwork }] } });
    expect(await inserted('203.0.113.0/24', { nextHopInstance: 'zones/us-central1-a/instances/vm' })).toBe(
      '',
    );
    const codes = async () => {
      const { warnings } = (await call(sandbox, 'GET', `${ROUTES}/r`)).body;
      return Array.isArray(warnings) ? warnings.map(({ code }) => code) : [];
    };
    expect(await codes()).toEqual(['NEXT_HOP_CANNOT_IP_FORWARD']);
    await done(sandbox, 'POST', `${instances}/vm/stop`);
    expect(await codes()).toEqual(['NEXT_HOP_NOT_RUNNING', 'NEXT_HOP_CANNOT_IP_FORWARD']);
    await done(sandbox, 'DELETE', `${instances}/vm`);
    expect(await codes()).toEqual(['NEXT_HOP_INSTANCE_NOT_FOUND']);
  });
});
