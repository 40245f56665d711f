import { describe, expect, it } from 'vitest';
import { peeringStep } from '../../../src/azure/steps/peering-step.js';
import { NetworkError } from '../../../src/errors/index.js';
import { APP_ID, type FakeAzure, HOME_TENANT, refusal } from '../helpers/fake-azure.js';
import { connectionFixture, FakeRun } from '../helpers/fake-run.js';
import { PEERING_NAME, peeringFixture } from '../helpers/peerings.js';

const LINKED =
  "The client has permission to perform action 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write' on scope 'x'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) 'y'";
const TENANT = `The client has permission, however the current tenant '${HOME_TENANT}' is not authorized to access linked subscription 'y'.`;
const GONE = "The client has permission, however the linked subscription 'y' was not found.";
const lost = () => new NetworkError({ message: 'no answer came', fix: 'x' });

describe('the step that makes the peering', () => {
  it('makes it as the application, with both tokens', async () => {
    const run = new FakeRun();
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    const [minted, put, removed] = run.azure.writes;
    expect(minted).toMatchObject({
      call: expect.stringMatching(/^addPassword dfcloud: temporary/),
      as: 'admin',
    });
    expect(put).toEqual({
      call: `putPeering ${PEERING_NAME}`,
      as: 'home:text of key-1',
      auxiliary: 'vendor:text of key-1',
    });
    expect(removed).toMatchObject({ call: 'removePassword key-1', as: 'admin' });
    expect(run.azure.secrets).toEqual([]);
    expect(run.azure.writes).toHaveLength(3);
  });

  it('writes nothing when the peering is right', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture()];
    expect(await run.perform(peeringStep(run.means))).toBe(false);
    expect(run.azure.writes).toEqual([]);
  });

  it('sends no auxiliary token within one tenant', async () => {
    const run = new FakeRun();
    run.azure.remoteTenant = { kind: 'found', tenantId: await run.azure.clients.tenantId(run.flow) };
    await run.perform(peeringStep(run.means));
    expect(run.azure.writes[1]).toMatchObject({ as: 'home:text of key-1', auxiliary: undefined });
    expect(run.azure.tokens).not.toContain('vendor');
  });

  it('makes no secret when one was given', async () => {
    const run = new FakeRun({ app: { appId: APP_ID, clientSecret: 'mine' } });
    await run.perform(peeringStep(run.means));
    expect(run.azure.writes).toEqual([
      { call: `putPeering ${PEERING_NAME}`, as: 'home:mine', auxiliary: 'vendor:mine' },
    ]);
  });

  it.each(['pending', 'failed', undefined] as const)(
    'makes no secret while the connection is %s',
    async (status) => {
      const run = new FakeRun();
      run.connection = status && connectionFixture({ status });
      await peeringStep(run.means).apply(run.flow);
      expect(run.azure.writes).toEqual([]);
    },
  );

  it('refuses a subscription of a third tenant', async () => {
    const run = new FakeRun();
    const stranger = '99999999-9999-4999-8999-999999999999';
    run.azure.remoteTenant = {
      kind: 'found',
      tenantId: (await import('../../../src/azure/ids.js')).idOf('x', stranger),
    };
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow(stranger);
    expect(run.azure.writes).toEqual([]);
  });

  it('waits while Dragonfly does not name its side', async () => {
    const run = new FakeRun();
    const { vpc: _, ...unnamed } = run.network;
    run.network = unnamed;
    const state = await peeringStep(run.means).read(run.flow);
    expect(state).toMatchObject({ status: 'waiting', whose: 'dragonfly', leadsTo: 'todo' });
  });
});

describe('a peering that exists', () => {
  it.each([
    ['lets nothing through', { allowVirtualNetworkAccess: false }],
    ['needs a sync', { syncLevel: 'LocalNotInSync' }],
    ['has failed', { provisioningState: 'Failed' }],
  ])('is written again when it %s', async (_, changes) => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture(changes)];
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.writes.map(({ call }) => call.split(' ')[0])).toEqual([
      'addPassword',
      'putPeering',
      'removePassword',
    ]);
  });

  it('is synced also while the connection is active', async () => {
    const run = new FakeRun();
    run.connection = connectionFixture({ status: 'active' });
    run.azure.peerings = [peeringFixture({ syncLevel: 'LocalAndRemoteNotInSync' })];
    expect(await run.perform(peeringStep(run.means))).toBe(true);
  });

  it('is left alone while the other half is behind', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ syncLevel: 'RemoteNotInSync' })];
    expect(await run.perform(peeringStep(run.means))).toBe(false);
    expect(run.azure.writes).toEqual([]);
  });

  it('is deleted and made anew when disconnected', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ state: 'Disconnected' })];
    await run.perform(peeringStep(run.means));
    expect(run.azure.writes.slice(1, 3)).toEqual([
      { call: `deletePeering ${PEERING_NAME}`, as: 'home:text of key-1', auxiliary: 'vendor:text of key-1' },
      { call: `putPeering ${PEERING_NAME}`, as: 'home:text of key-1', auxiliary: 'vendor:text of key-1' },
    ]);
  });

  it('is adopted under another name', async () => {
    const run = new FakeRun();
    run.azure.peerings = [
      peeringFixture({
        name: 'mine',
        syncLevel: 'LocalNotInSync',
        allowForwardedTraffic: true,
        allowGatewayTransit: true,
      }),
    ];
    const step = peeringStep(run.means);
    expect(await step.read(run.flow)).toMatchObject({ status: 'todo', ours: 'adopted' });
    await run.perform(step);
    expect(run.azure.writes[1]?.call).toBe('putPeering mine');
    expect(run.azure.theVnet.peerings).toEqual([
      expect.objectContaining({ name: 'mine', allowForwardedTraffic: true, allowGatewayTransit: true }),
    ]);
    await step.undo(run.flow);
    expect(run.azure.theVnet.peerings).toHaveLength(1);
  });

  it('is left to its owner when adopted and disconnected', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ name: 'mine', state: 'Disconnected' })];
    await expect(run.perform(peeringStep(run.means))).rejects.toMatchObject({
      code: 'conflict',
      fix: expect.stringContaining('az network vnet peering delete'),
    });
    expect(run.azure.writes).toEqual([]);
  });

  it('keeps its name from another network', async () => {
    const run = new FakeRun();
    const other = peeringFixture({ remoteVnetId: '/subscriptions/x/other' });
    run.azure.peerings = [other];
    await run.perform(peeringStep(run.means));
    expect(run.azure.writes[1]?.call).toMatch(/^putPeering vnet-dfcloud-peering-[0-9a-f]{8}$/);
    expect(run.azure.theVnet.peerings).toContainEqual(other);
  });

  it('conflicts when every name leads elsewhere', async () => {
    const run = new FakeRun();
    const other = '/subscriptions/x/other';
    run.azure.peerings = [peeringFixture({ remoteVnetId: other })];
    await run.perform(peeringStep(run.means));
    run.azure.peerings = run.azure.theVnet.peerings.map((one) => ({ ...one, remoteVnetId: other }));
    await expect(run.perform(peeringStep(run.means))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is turned to the flags that are asked for', async () => {
    const run = new FakeRun({ allowForwardedTraffic: true });
    run.azure.peerings = [peeringFixture()];
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.theVnet.peerings[0]?.allowForwardedTraffic).toBe(true);
  });

  it('is deleted by the administrator when undone', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture()];
    await peeringStep(run.means).undo(run.flow);
    expect(run.azure.writes).toEqual([
      { call: `deletePeering ${PEERING_NAME}`, as: 'admin', auxiliary: undefined },
    ]);
  });
});

describe('what passes by itself', () => {
  it('is waited out for the new password', async () => {
    const run = new FakeRun();
    run.azure.fail('token', refusal('AADSTS7000215'), refusal('AADSTS7000215'), refusal('AADSTS700016'));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.retries).toEqual([
      expect.stringContaining('new password'),
      expect.stringContaining('new password'),
      expect.stringContaining('new application'),
    ]);
    expect(run.azure.secrets).toEqual([]);
  });

  it('is waited out for Dragonfly, more than a minute', async () => {
    const run = new FakeRun();
    run.azure.fail('token', undefined, ...Array(10).fill(refusal('AADSTS7000229')));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.nowMs).toBeGreaterThan(60_000);
    expect(run.retries.at(-1)).toContain('Dragonfly has not made the application known');
  });

  it('is an application that Graph does not know everywhere', async () => {
    const run = new FakeRun();
    run.azure.fail('addPassword', refusal('Request_ResourceNotFound'), refusal('ServiceUnavailable'));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.retries).toHaveLength(2);
    expect(run.azure.secrets).toEqual([]);
  });

  it('is not waited for with a secret that was given', async () => {
    const run = new FakeRun({ app: { appId: APP_ID, clientSecret: 'mine' } });
    run.azure.fail('token', refusal('AADSTS7000215'));
    await expect(run.perform(peeringStep(run.means))).rejects.toMatchObject({
      call: { cloudCode: 'AADSTS7000215' },
    });
    expect(run.retries).toEqual([]);
  });

  it.each([
    ['AuthorizationFailed', undefined],
    ['LinkedAuthorizationFailed', LINKED],
  ])('is tried again with fresh tokens: %s', async (code, message) => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal(code, message), refusal(code, message));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.tokens).toContain('home fresh');
    expect(run.azure.tokens).toContain('vendor fresh');
    expect(run.retries).toHaveLength(2);
    expect(run.azure.secrets).toEqual([]);
  });

  it.each([
    'AnotherOperationInProgress',
    'ReferencedResourceNotProvisioned',
    'RetryableError',
    'ServiceUnavailable',
  ])('is waited out: %s', async (code) => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal(code), refusal(code), refusal(code));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.tokens.join()).not.toContain('fresh');
  });

  it('is a race for the peering, which is adopted then', async () => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal('AnotherPeeringAlreadyReferencesRemoteVnet'));
    const { clock } = run;
    const sleep = clock.sleep;
    clock.sleep = async (ms, signal) => {
      run.azure.peerings = [peeringFixture({ name: 'theirs' })];
      await sleep(ms, signal);
    };
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.theVnet.peerings.map(({ name }) => name)).toEqual(['theirs']);
  });

  it('is a half of Dragonfly that is disconnected', async () => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal('RemotePeeringIsDisconnected'));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.retries).toEqual([expect.stringContaining('made anew')]);
  });

  it('takes our stale half away from a disconnected one', async () => {
    const run = new FakeRun();
    run.azure.peerings = [peeringFixture({ syncLevel: 'LocalNotInSync' })];
    run.azure.fail('putPeering', refusal('RemotePeeringIsDisconnected'));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.writes.map(({ call }) => call.split(' ')[0])).toEqual([
      'addPassword',
      'putPeering',
      'deletePeering',
      'putPeering',
      'removePassword',
    ]);
  });
});

describe('what does not pass', () => {
  const refused: readonly [string, string | undefined, string, string][] = [
    [
      'LinkedAuthorizationFailed',
      TENANT,
      'counts there as a stranger',
      'Check that the connection names application',
    ],
    ['LinkedAuthorizationFailed', GONE, 'knows no subscription', 'dfcloud networks get'],
    ['VnetAddressSpacesOverlap', undefined, 'overlap those of the network, 192.168.0.0/16', 'another CIDR'],
    [
      'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
      undefined,
      'already peered with has addresses',
      'delete the other peering',
    ],
    ['RemoteVnetHasNoGateways', undefined, 'has no gateway', 'Leave useRemoteGateways out'],
  ];
  it.each(refused)('fails at once with its own words: %s %s', async (code, message, words, fix) => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal(code, message));
    await expect(run.perform(peeringStep(run.means))).rejects.toMatchObject({
      code: 'cloud_refused',
      message: expect.stringContaining(words),
      fix: expect.stringContaining(fix),
    });
    expect(run.retries).toEqual([]);
    expect(run.azure.secrets).toEqual([]);
  });

  const lasting: readonly [string, string | undefined, string, number][] = [
    ['AuthorizationFailed', undefined, 'its role there is missing', 60_000],
    ['LinkedAuthorizationFailed', LINKED, 'Dragonfly has not given it the role', 600_000],
    ['RemotePeeringIsDisconnected', undefined, 'only Dragonfly can make it anew', 120_000],
    ['AnotherOperationInProgress', undefined, 'is being changed by somebody else', 600_000],
  ];
  it.each(lasting)('gives up in the end: %s %s', async (code, message, words, afterMs) => {
    const run = new FakeRun();
    run.azure.fail('putPeering', ...Array(200).fill(refusal(code, message)));
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow(words);
    expect(run.nowMs).toBeLessThanOrEqual(afterMs);
    expect(run.nowMs).toBeGreaterThan(afterMs * 0.8);
    expect(run.azure.secrets).toEqual([]);
  });

  it('waits for fresh grants longer than for old ones', async () => {
    const run = new FakeRun();
    const grant = { id: 'a', guid: 'g', roleGuid: 'r', principalId: 'p', scope: run.azure.theVnet.id };
    run.azure.assignments = [{ ...grant, ageMs: 10_000 }];
    run.azure.fail('putPeering', ...Array(200).fill(refusal('AuthorizationFailed')));
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow('role there is missing');
    expect(run.nowMs).toBeGreaterThan(500_000);
  });

  it('is a vendor that never learns of the application', async () => {
    const run = new FakeRun();
    run.azure.fail('token', undefined, ...Array(200).fill(refusal('AADSTS700016')));
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow(
      'Dragonfly has not registered it there',
    );
    expect(run.azure.secrets).toEqual([]);
  });
});

describe('the temporary password', () => {
  it('is removed when the run is cancelled', async () => {
    const run = new FakeRun();
    const stop = new AbortController();
    run.signal = stop.signal;
    run.azure.fail('putPeering', refusal('AnotherOperationInProgress'));
    const sleep = run.clock.sleep;
    run.clock.sleep = async (ms, signal) => {
      if (signal === stop.signal) stop.abort(new Error('enough'));
      await sleep(ms, signal);
    };
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow('enough');
    expect(run.azure.secrets).toEqual([]);
  });

  it('is removed when its own answer was lost', async () => {
    const run = new FakeRun();
    run.azure.fail('addPassword', lost());
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow('no answer came');
    expect(run.azure.secrets).toEqual([]);
  });

  it('is looked for when Graph shows it late', async () => {
    const run = new FakeRun();
    run.azure.fail('addPassword', lost());
    const late = new LateList(run.azure, 2);
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow('no answer came');
    expect(late.looks).toBe(3);
    expect(run.azure.secrets).toEqual([]);
  });

  it('takes one along that an earlier run has left', async () => {
    const run = new FakeRun();
    await run.perform(peeringStep(run.means));
    const label = run.azure.writes[0]?.call.replace('addPassword ', '') ?? '';
    run.azure.peerings = [];
    run.azure.addSecret(label, 'left');
    run.azure.addSecret('somebody else', 'foreign');
    await run.perform(peeringStep(run.means));
    expect(run.azure.secrets).toEqual(['foreign']);
  });

  it('is removed in spite of failures of Graph', async () => {
    const run = new FakeRun();
    run.azure.fail('removePassword', lost(), refusal('ServiceUnavailable'));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.secrets).toEqual([]);
  });

  it('is gone when Graph says so after a lost answer', async () => {
    const run = new FakeRun();
    run.azure.loseAnswerOf('removePassword');
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.azure.secrets).toEqual([]);
  });

  it('is an error when it cannot be removed', async () => {
    const run = new FakeRun();
    run.azure.fail('removePassword', refusal('Authorization_RequestDenied'));
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow(
      /temporary password .* stops working at/,
    );
  });

  it('does not hide why the peering failed', async () => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal('VnetAddressSpacesOverlap'));
    run.azure.fail('removePassword', refusal('Authorization_RequestDenied'));
    await expect(run.perform(peeringStep(run.means))).rejects.toThrow('overlap');
    expect(run.left).toEqual([expect.stringContaining('stops working at')]);
  });

  it('is made anew when another run has taken it away', async () => {
    const run = new FakeRun();
    run.azure.fail('token', ...Array(27).fill(refusal('AADSTS7000215')));
    expect(await run.perform(peeringStep(run.means))).toBe(true);
    expect(run.retries).toContainEqual(expect.stringContaining('another run may have removed'));
    expect(run.azure.writes.filter(({ call }) => call.startsWith('addPassword'))).toHaveLength(2);
    expect(run.azure.secrets).toEqual([]);
  });

  it('never shows its text', async () => {
    const run = new FakeRun();
    run.azure.fail('putPeering', refusal('AnotherOperationInProgress'));
    await run.perform(peeringStep(run.means));
    expect(JSON.stringify(run.events)).not.toContain('text of');
  });
});

/** Graph shows new secrets only after some looks. */
class LateList {
  looks = 0;

  constructor(azure: FakeAzure, late: number) {
    const { clients } = azure;
    const { graph } = clients;
    const byId = graph.applicationById.bind(graph);
    graph.applicationById = async (id, context) => {
      this.looks += 1;
      const found = await byId(id, context);
      return found && this.looks <= late ? { ...found, passwords: [] } : found;
    };
    Object.defineProperty(azure, 'clients', { value: clients });
  }
}
