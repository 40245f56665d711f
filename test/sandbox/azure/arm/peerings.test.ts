import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { startAzure } from '../helpers/directory.js';
import { type Arm, code, customerGroup, peeringTo, properties, refusal } from './helpers/arm.js';

let sandbox: Sandbox;
let arm: Arm;
let a: string;
let b: string;
let addVnet: Awaited<ReturnType<typeof customerGroup>>['addVnet'];
let network: string;

beforeEach(async () => {
  sandbox = await startAzure();
  ({ arm, addVnet, network } = await customerGroup(sandbox));
  a = await addVnet('a', '10.0.0.0/16');
  b = await addVnet('b', '10.1.0.0/16');
});
afterEach(() => sandbox.close());

const half = (vnet: string, name = 'peer') => `${vnet}/virtualNetworkPeerings/${name}`;
const state = async (vnet: string) => properties(await arm('GET', half(vnet)));

describe('the state machine of a peering', () => {
  test('one half alone is initiated', async () => {
    const made = await arm('PUT', half(a), peeringTo(b));
    expect(made.status).toBe(201);
    expect(properties(made)).toMatchObject({ peeringState: 'Initiated', provisioningState: 'Updating' });
    expect(await state(a)).toMatchObject({
      peeringState: 'Initiated',
      peeringSyncLevel: 'RemoteNotInSync',
      provisioningState: 'Succeeded',
    });
  });

  test('the second half says Connected in its first answer', async () => {
    await arm('PUT', half(a), peeringTo(b));
    const second = await arm('PUT', half(b), peeringTo(a));
    expect(properties(second)).toMatchObject({
      peeringState: 'Connected',
      peeringSyncLevel: 'FullyInSync',
      provisioningState: 'Updating',
    });
    expect((await state(a)).peeringState).toBe('Connected');
    expect((await state(a)).resourceGuid).toBe((await state(b)).resourceGuid);
  });

  test('a half that is left behind is disconnected, and in the way', async () => {
    await arm('PUT', half(a), peeringTo(b));
    await arm('PUT', half(b), peeringTo(a));
    expect((await arm('DELETE', half(b))).status).toBe(202);
    expect((await state(a)).peeringState).toBe('Disconnected');
    expect(refusal(await arm('PUT', half(b), peeringTo(a)))).toBe(
      `400 RemotePeeringIsDisconnected: Cannot create or update peering ${half(b)} because remote peering ${half(a)} referencing parent virtual network ${b} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.`,
    );
  });

  test('writing the half that was left behind starts anew', async () => {
    await arm('PUT', half(a), peeringTo(b));
    await arm('PUT', half(b), peeringTo(a));
    await arm('DELETE', half(b));
    expect(properties(await arm('PUT', half(a), peeringTo(b))).peeringState).toBe('Initiated');
    expect(properties(await arm('PUT', half(b), peeringTo(a))).peeringState).toBe('Connected');
  });

  test('deleting a network disconnects its peers', async () => {
    await arm('PUT', half(a), peeringTo(b));
    await arm('PUT', half(b), peeringTo(a));
    expect((await arm('DELETE', b)).status).toBe(202);
    expect((await state(a)).peeringState).toBe('Disconnected');
  });

  test('each change of address space needs a sync on the other side', async () => {
    await arm('PUT', half(a), peeringTo(b));
    await arm('PUT', half(b), peeringTo(a));
    sandbox.azure.addressSpace(a, ['10.0.0.0/16', '10.5.0.0/16']);
    expect((await state(a)).peeringSyncLevel).toBe('RemoteNotInSync');
    expect(await state(b)).toMatchObject({
      peeringSyncLevel: 'LocalNotInSync',
      remoteAddressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      remoteVirtualNetworkAddressSpace: { addressPrefixes: ['10.0.0.0/16', '10.5.0.0/16'] },
    });
    sandbox.azure.addressSpace(b, ['10.1.0.0/16', '10.6.0.0/16']);
    expect((await state(b)).peeringSyncLevel).toBe('LocalAndRemoteNotInSync');
    await arm('PUT', half(b), peeringTo(a));
    expect((await state(b)).peeringSyncLevel).toBe('LocalAndRemoteNotInSync');
    await arm('PUT', `${half(b)}?syncRemoteAddressSpace=true`, peeringTo(a));
    expect((await state(b)).peeringSyncLevel).toBe('RemoteNotInSync');
    await arm('PUT', `${half(a)}?syncRemoteAddressSpace=true`, peeringTo(b));
    expect((await state(b)).peeringSyncLevel).toBe('FullyInSync');
  });

  test('older versions of the API know no sync level', async () => {
    const made = await arm('PUT', `${half(a)}?api-version=2019-11-01`, peeringTo(b));
    expect(Object.keys(properties(made))).not.toContain('peeringSyncLevel');
    expect(properties(made).remoteAddressSpace).toEqual({ addressPrefixes: ['10.1.0.0/16'] });
  });
});

describe('what a peering is refused for', () => {
  test.each([
    ['an address space that overlaps', '10.0.128.0/17', 'VnetAddressSpacesOverlap', '10.0.0.0/16'],
    [
      'one that overlaps a third network',
      '10.1.3.0/24',
      'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
      '10.1.3.0/24',
    ],
  ])('%s', async (_why, prefix, expected, blocks) => {
    await arm('PUT', half(a), peeringTo(b));
    const c = await addVnet('c', prefix);
    const refused = await arm('PUT', half(a, 'other'), peeringTo(c));
    expect(refusal(refused)).toContain(`400 ${expected}: Cannot create or update peering`);
    expect(refusal(refused)).toContain(`Overlapping address prefixes: ${blocks}.`);
    expect(Object(refused.body.error).details).toEqual([]);
  });

  test('a second peering with the same network', async () => {
    await arm('PUT', half(a), peeringTo(b));
    const refused = await arm('PUT', half(a, 'twin'), peeringTo(b.toLowerCase()));
    expect(refusal(refused)).toContain('400 AnotherPeeringAlreadyReferencesRemoteVnet: ');
    expect(refusal(refused)).toContain(half(a));
  });

  test('another remote network than before', async () => {
    const c = await addVnet('c', '10.2.0.0/16');
    await arm('PUT', half(a), peeringTo(b));
    expect(code(await arm('PUT', half(a), peeringTo(c)))).toBe('400 CannotChangeRemoteVirtualNetwork');
  });

  test('a remote network that does not exist', async () => {
    const refused = await arm('PUT', half(a), peeringTo(b.replace(/b$/, 'nowhere')));
    expect(code(refused)).toBe('400 InvalidResourceReference');
  });

  test('gateways that the remote network does not have', async () => {
    const wish = peeringTo(b, { useRemoteGateways: true });
    expect(code(await arm('PUT', half(a), wish))).toBe('400 RemoteVnetHasNoGateways');
    await arm('PUT', `${b}/subnets/GatewaySubnet`, { properties: { addressPrefix: '10.1.0.0/24' } });
    const subnet = { id: `${b}/subnets/GatewaySubnet` };
    await arm('PUT', `${network}/virtualNetworkGateways/gateway`, {
      location: 'eastus',
      properties: { ipConfigurations: [{ name: 'default', properties: { subnet } }] },
    });
    const made = await arm('PUT', half(a), wish);
    expect(properties(made).remoteGateways).toEqual([{ id: `${network}/virtualNetworkGateways/gateway` }]);
  });

  test('more peerings than a network may have', async () => {
    sandbox.azure.limits(sandbox.azure.defaultSubscriptionId, { peeringsPerVnet: 0 });
    expect(code(await arm('PUT', half(a), peeringTo(b)))).toBe('400 PeeringCountLimitReached');
  });

  test('a version that is not the present one', async () => {
    await arm('PUT', half(a), peeringTo(b));
    const { headers } = await arm('GET', half(a));
    const etag = headers.get('etag') ?? '';
    expect(code(await arm('PUT', half(a), peeringTo(b), { 'if-match': 'W/"old"' }))).toBe(
      '412 PreconditionFailed',
    );
    expect((await arm('PUT', half(a), peeringTo(b), { 'if-match': etag })).status).toBe(200);
  });
});

describe('two writes at a time', () => {
  beforeEach(() => sandbox.azure.operations({ ms: 1000, retryAfterSeconds: 7 }));

  test('on one network are refused until the first is over', async () => {
    const c = await addVnet('c', '10.2.0.0/16');
    await sandbox.clock.advance(1000);
    const first = await arm('PUT', half(a), peeringTo(b));
    const refused = await arm('PUT', half(a, 'other'), peeringTo(c));
    expect(code(refused)).toBe('429 AnotherOperationInProgress');
    expect(refused.headers.get('retry-after')).toBe('7');
    await sandbox.clock.advance(1000);
    const done = await arm('GET', first.headers.get('azure-asyncoperation') ?? '');
    expect(done.body).toEqual({ status: 'Succeeded' });
    expect((await arm('PUT', half(a, 'other'), peeringTo(c))).status).toBe(201);
  });

  test('on both networks wait for each other', async () => {
    await arm('PUT', half(a), peeringTo(b));
    expect(refusal(await arm('PUT', half(b), peeringTo(a)))).toBe(
      `400 ReferencedResourceNotProvisioned: Cannot proceed with operation because resource ${a} used by resource ${half(b)} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is PutVirtualNetworkPeeringOperation.`,
    );
  });

  test('are refused with 409 by older providers, without Retry-After', async () => {
    sandbox.azure.operations({ ms: 1000, conflictStatus: 409 });
    await arm('PUT', half(a), peeringTo(b));
    const refused = await arm('DELETE', half(a));
    expect(code(refused)).toBe('409 AnotherOperationInProgress');
    expect(refused.headers.get('retry-after')).toBeNull();
  });
});
