import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  type CallOptions,
  call,
  DONE_MS,
  done,
  failureOf,
  newNetwork,
  newSubnetwork,
  peeringBody,
  peeringsSeen,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

const STORE = 'projects/other-project/global/networks/store';

let sandbox: Sandbox;
let app: string;
let store: string;
beforeEach(async () => {
  sandbox = await startGcp();
  app = await newNetwork(sandbox, 'customer-project', 'app');
  store = await newNetwork(sandbox, 'other-project', 'store');
});
afterEach(() => sandbox.close());

/** addPeering to its end: why it failed, '' for not. */
async function peer(from: string, to: string, name: string, more: object = {}): Promise<string> {
  return failureOf(await done(sandbox, 'POST', `${from}/addPeering`, { body: peeringBody(name, to, more) }));
}

async function connected(more: object = {}): Promise<void> {
  expect(await peer(app, store, 'df', more)).toBe('');
  expect(await peer(store, app, 'back', more)).toBe('');
}

const change = (network: string, verb: string, body: object, method = 'POST') =>
  done(sandbox, method, `${network}/${verb}`, { body });
const refused = async (network: string, verb: string, options: CallOptions, method = 'POST') =>
  refusalOf(await call(sandbox, method, `${network}/${verb}`, options));

test('one half waits for the other', async () => {
  await peer(app, store, 'df', { importCustomRoutes: true });
  expect(await peeringsSeen(sandbox, app)).toEqual([
    {
      autoCreateRoutes: true,
      exchangeSubnetRoutes: true,
      exportCustomRoutes: false,
      importCustomRoutes: true,
      exportSubnetRoutesWithPublicIp: true,
      importSubnetRoutesWithPublicIp: false,
      stackType: 'IPV4_ONLY',
      updateStrategy: 'INDEPENDENT',
      name: 'df',
      network: 'https://www.googleapis.com/compute/beta/projects/other-project/global/networks/store',
      state: 'INACTIVE',
      stateDetails: expect.stringMatching(/^\[.+-08:00]: Waiting for peer network to connect\.$/),
    },
  ]);
});

test('two halves connect both networks', async () => {
  await connected();
  for (const network of [app, store]) {
    expect(await peeringsSeen(sandbox, network)).toMatchObject([
      {
        state: 'ACTIVE',
        stateDetails: expect.stringMatching(/: Connected\.$/),
        connectionStatus: { updateStrategy: 'INDEPENDENT', trafficConfiguration: { stackType: 'IPV4_ONLY' } },
      },
    ]);
  }
});

test('a network that does not exist is waited for', async () => {
  expect(await peer(app, 'projects/nobody-here/global/networks/none', 'df')).toBe('');
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ state: 'INACTIVE' }]);
});

test("the peer's project may be given by number", async () => {
  const { body } = await call(sandbox, 'GET', '/v1/projects/other-project');
  expect(await peer(app, `projects/${body.projectNumber}/global/networks/store`, 'df')).toBe('');
  expect(await peer(store, app, 'back')).toBe('');
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ state: 'ACTIVE' }]);
});

test('a network that is being made is not ready', async () => {
  const body = { name: 'fresh', autoCreateSubnetworks: false };
  await call(sandbox, 'POST', 'projects/customer-project/global/networks', { body });
  const fresh = 'projects/customer-project/global/networks/fresh';
  expect(await refused(fresh, 'addPeering', { body: peeringBody('df', store) })).toBe(
    `400 resourceNotReady: The resource '${fresh}' is not ready`,
  );
});

test('the old form of the body is understood', async () => {
  const body = { name: 'df', peerNetwork: `https://example.com/v1/${store}`, autoCreateRoutes: true };
  expect(failureOf(await change(app, 'addPeering', body))).toBe('');
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ name: 'df' }]);
});

test('removing one half leaves the other inactive', async () => {
  await connected();
  expect(failureOf(await change(app, 'removePeering', { name: 'df' }))).toBe('');
  expect(await peeringsSeen(sandbox, app)).toEqual([]);
  expect(await peeringsSeen(sandbox, store)).toMatchObject([{ name: 'back', state: 'INACTIVE' }]);
  expect(await peer(app, store, 'again')).toBe('');
  expect(await peeringsSeen(sandbox, store)).toMatchObject([{ name: 'back', state: 'ACTIVE' }]);
});

test('an update changes the named options only', async () => {
  await connected();
  const body = { networkPeering: { name: 'df', exportCustomRoutes: true } };
  expect(failureOf(await change(app, 'updatePeering', body, 'PATCH'))).toBe('');
  expect(await peeringsSeen(sandbox, app)).toMatchObject([
    { exportCustomRoutes: true, importCustomRoutes: false, exportSubnetRoutesWithPublicIp: true },
  ]);
});

test('the MTU of the peer is shown where it was set', async () => {
  const jumbo = await newNetwork(sandbox, 'other-project', 'jumbo', { mtu: 8896 });
  await peer(app, jumbo, 'df');
  await peer(jumbo, app, 'back');
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ peerMtu: 8896 }]);
  expect((await peeringsSeen(sandbox, jumbo))[0]).not.toHaveProperty('peerMtu');
});

describe('one change at a time', () => {
  const BUSY =
    '400 badRequest: There is a peering operation in progress on the local or peer network. Try again later.';

  test('on the network itself and on its peer', async () => {
    const third = await newNetwork(sandbox, 'other-project', 'third');
    await call(sandbox, 'POST', `${app}/addPeering`, { body: peeringBody('df', store) });
    expect(await refused(app, 'addPeering', { body: peeringBody('x', third) })).toBe(BUSY);
    expect(await refused(store, 'addPeering', { body: peeringBody('x', third) })).toBe(BUSY);
    expect(await refused(third, 'addPeering', { body: peeringBody('x', store) })).toBe(BUSY);
  });

  test('until the operation is done', async () => {
    await connected();
    await call(sandbox, 'POST', `${store}/removePeering`, { body: { name: 'back' } });
    expect(await refused(app, 'removePeering', { body: { name: 'df' } })).toBe(BUSY);
    const body = { networkPeering: { name: 'df', importCustomRoutes: true } };
    expect(await refused(app, 'updatePeering', { body }, 'PATCH')).toBe(BUSY);
    await sandbox.clock.advance(DONE_MS);
    expect(failureOf(await change(app, 'removePeering', { name: 'df' }))).toBe('');
  });
});

describe('overlapping ranges', () => {
  const REFUSED = [
    { state: 'INACTIVE', stateDetails: expect.stringContaining('Peer network tried to connect and failed.') },
  ];

  test('are found when the second half is made', async () => {
    await newSubnetwork(sandbox, app, '10.10.0.0/16');
    await newSubnetwork(sandbox, store, '10.10.4.0/24');
    expect(await peer(app, store, 'df')).toBe('');
    expect(await peer(store, app, 'back')).toBe(
      'BAD_REQUEST: An IP range in the peer network (10.10.0.0/16) overlaps with an IP range in the local network ' +
        '(10.10.4.0/24) allocated by resource (projects/other-project/regions/us-central1/subnetworks/sub-store).',
    );
    expect(await peeringsSeen(sandbox, store)).toEqual([]);
    expect(await peeringsSeen(sandbox, app)).toMatchObject(REFUSED);
  });

  test('in a secondary range count as well', async () => {
    await newSubnetwork(sandbox, app, '10.1.0.0/16', { secondary: '10.10.0.0/16' });
    await newSubnetwork(sandbox, store, '10.10.4.0/24');
    await peer(app, store, 'df');
    expect(await peer(store, app, 'back')).toContain(
      'overlaps with an IP range in the local network (10.10.4.0/24)',
    );
  });

  test('of an active peer of the peer count as well', async () => {
    const third = await newNetwork(sandbox, 'third-project', 'third');
    await newSubnetwork(sandbox, third, '10.9.0.0/16');
    await newSubnetwork(sandbox, app, '10.9.0.0/16');
    await peer(third, store, 'df');
    await peer(store, third, 'third');
    await peer(store, app, 'back');
    expect(await peer(app, store, 'df')).toBe(
      'BAD_REQUEST: An IP range in the local network (10.9.0.0/16) allocated by resource ' +
        '(projects/customer-project/regions/us-central1/subnetworks/sub-app) overlaps with an IP range (10.9.0.0/16) ' +
        'in an active peer of the peer network.',
    );
    expect((await peeringsSeen(sandbox, store)).find(({ name }) => name === 'back')).toMatchObject(
      REFUSED[0] ?? {},
    );
  });
});

describe('in CONSENSUS mode', () => {
  const CONSENSUS = { updateStrategy: 'CONSENSUS' };
  const statusOf = async (network: string) => (await peeringsSeen(sandbox, network))[0]?.connectionStatus;

  test('both sides must use it', async () => {
    await peer(app, store, 'df', CONSENSUS);
    await peer(store, app, 'back');
    expect(await peeringsSeen(sandbox, app)).toMatchObject([{ state: 'INACTIVE' }]);
    expect(await peeringsSeen(sandbox, store)).toMatchObject([{ state: 'INACTIVE' }]);
  });

  test('an update holds when both sides ask for it', async () => {
    await connected(CONSENSUS);
    const ours = { networkPeering: { name: 'df', exportCustomRoutes: true } };
    await change(app, 'updatePeering', ours, 'PATCH');
    expect(await statusOf(app)).toMatchObject({
      trafficConfiguration: { exportCustomRoutesToPeer: false },
      consensusState: { updateStatus: 'PENDING_PEER_ACKNOWLEDGEMENT' },
    });
    expect(await statusOf(store)).toMatchObject({
      consensusState: { updateStatus: 'PENDING_LOCAL_ACKNOWLEDMENT' },
    });
    const theirs = { networkPeering: { name: 'back', importCustomRoutes: true } };
    const publics = { exportSubnetRoutesWithPublicIp: false, importSubnetRoutesWithPublicIp: true };
    await change(
      store,
      'updatePeering',
      { networkPeering: { ...theirs.networkPeering, ...publics } },
      'PATCH',
    );
    expect(await statusOf(app)).toMatchObject({
      trafficConfiguration: { exportCustomRoutesToPeer: true },
      consensusState: { updateStatus: 'IN_SYNC' },
    });
  });

  test('both sides must ask for the removal', async () => {
    await connected(CONSENSUS);
    expect(await refused(app, 'removePeering', { body: { name: 'df' } })).toMatch(
      /^400 badRequest: .*CONSENSUS/,
    );
    await change(app, 'requestRemovePeering', { name: 'df' });
    expect(await statusOf(app)).toMatchObject({ consensusState: { deleteStatus: 'LOCAL_DELETE_REQUESTED' } });
    expect(await statusOf(store)).toMatchObject({
      consensusState: { deleteStatus: 'PEER_DELETE_REQUESTED' },
    });
    await change(store, 'requestRemovePeering', { name: 'back' });
    expect(await statusOf(app)).toMatchObject({ consensusState: { deleteStatus: 'DELETE_ACKNOWLEDGED' } });
    expect(failureOf(await change(app, 'removePeering', { name: 'df' }))).toBe('');
  });

  test('a request for removal can be taken back', async () => {
    await connected(CONSENSUS);
    await change(app, 'requestRemovePeering', { name: 'df' });
    await change(app, 'cancelRequestRemovePeering', { name: 'df' });
    expect(await statusOf(app)).not.toHaveProperty('consensusState.deleteStatus');
    await change(app, 'requestRemovePeering', { name: 'df' });
    await change(store, 'requestRemovePeering', { name: 'back' });
    await change(app, 'cancelRequestRemovePeering', { name: 'df' });
    expect(await statusOf(app)).toMatchObject({ consensusState: { deleteStatus: 'LOCAL_CANCEL_REQUESTED' } });
    expect(await refused(app, 'removePeering', { body: { name: 'df' } })).toMatch(/^400/);
  });

  test('nothing is to be asked for in the other mode', async () => {
    await connected();
    expect(await refused(app, 'requestRemovePeering', { body: { name: 'df' } })).toMatch(/^400 badRequest/);
  });
});

describe('what is refused at once', () => {
  test.each([
    [
      'a name that is taken',
      { name: 'df', network: 'global/networks/none' },
      /^400 badRequest: There is already a peering df/,
    ],
    [
      'a second peering with a network',
      { name: 'x', network: STORE },
      /^400 badRequest: There is already a peering df with the same network\. Select another network\.$/,
    ],
    [
      'an illegal name',
      { name: 'BAD_name', network: STORE },
      /^400 invalid: Invalid value for field 'resource\.networkPeering\.name': 'BAD_name'\. Must be a match of regex/,
    ],
    ['no name', { network: STORE }, /^400 required: .*networkPeering\.name/],
    ['no network', { name: 'x' }, /^400 required: .*networkPeering\.network/],
    ['no link', { name: 'x', network: 'store' }, /^400 invalid: .*URL is malformed/],
    ['itself', { name: 'x', network: 'global/networks/app' }, /^400 invalid: .*with itself/],
    [
      'no exchange of subnet routes',
      { name: 'x', network: STORE, exchangeSubnetRoutes: false },
      /^400 invalid: .*exchangeSubnetRoutes/,
    ],
    ['an unknown stack', { name: 'x', network: STORE, stackType: 'IPV6_ONLY' }, /^400 invalid: .*stackType/],
    [
      'an unknown field',
      { name: 'x', network: STORE, importCustomRoute: true },
      /^400 badRequest: .*Unknown name "importCustomRoute"/,
    ],
  ])('%s', async (_what, networkPeering, message) => {
    await peer(app, store, 'df');
    const body = { networkPeering: { exchangeSubnetRoutes: true, ...networkPeering } };
    expect(await refused(app, 'addPeering', { body })).toMatch(message);
  });

  test('a peering too many', async () => {
    sandbox.gcp.limits('customer-project', { peeringsPerNetwork: 0 });
    expect(await refused(app, 'addPeering', { body: peeringBody('df', store) })).toBe(
      "403 quotaExceeded: Quota 'PEERINGS_PER_NETWORK' exceeded.  Limit: 0.0",
    );
  });

  test('a peer that the organization does not allow', async () => {
    sandbox.gcp.restrictPeering('customer-project', ['projects/good-project']);
    const refusal = await refused(app, 'addPeering', { body: peeringBody('df', store) });
    expect(refusal).toMatch(
      /^412 conditionNotMet: Constraint constraints\/compute\.restrictVpcPeering violated/,
    );
    for (const allowed of [['projects/other-project'], [store], null]) {
      sandbox.gcp.restrictPeering('customer-project', allowed);
      expect(await peer(app, store, 'df')).toBe('');
      await change(app, 'removePeering', { name: 'df' });
    }
  });

  test('a legacy network', async () => {
    sandbox.gcp.legacyNetwork('customer-project', 'old', '10.240.0.0/16');
    const old = 'projects/customer-project/global/networks/old';
    expect(await refused(old, 'addPeering', { body: peeringBody('df', store) })).toMatch(
      /^400 invalid: .*Legacy/,
    );
  });

  test('an unknown peering', async () => {
    for (const verb of ['removePeering', 'requestRemovePeering']) {
      expect(await refused(app, verb, { body: { name: 'x' } })).toBe(
        '400 badRequest: There is no peering x in network app.',
      );
    }
    const body = { networkPeering: { name: 'x' } };
    expect(await refused(app, 'updatePeering', { body }, 'PATCH')).toMatch(/^400 badRequest/);
    expect(await refused(app, 'updatePeering', { body })).toMatch(/^404/);
  });
});
