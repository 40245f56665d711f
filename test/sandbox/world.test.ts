import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { activeDatastore, activeNetwork, api, inactiveConnection, STEP_MS } from './helpers/api.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

describe('the snapshot of the world', () => {
  it('is plain JSON', async () => {
    await activeDatastore(sandbox, { cluster: { enabled: true } });
    await inactiveConnection(sandbox);
    expect(JSON.parse(JSON.stringify(sandbox.world()))).toEqual(sandbox.world());
  });

  it('is not touched by what happens later', async () => {
    const before = sandbox.world();
    const id = await activeNetwork(sandbox);
    expect(before.networks).toEqual([]);
    const active = sandbox.world();
    await api(sandbox, 'PUT', `/v1/networks/${id}`, { name: 'later' });
    expect(active.networks[0]?.name).toBe('net');
  });

  it('equals the first one after everything was deleted', async () => {
    // A cloud may list what is gone for a while; Dragonfly does not.
    const dragonfly = () => {
      const { networks, connections, datastores, peerings } = sandbox.world();
      return { networks, connections, datastores, peerings };
    };
    const before = dragonfly();
    const network = await activeNetwork(sandbox);
    const connection = await inactiveConnection(sandbox, network);
    await api(sandbox, 'DELETE', `/v1/connections/${connection}`);
    await sandbox.clock.advance(STEP_MS);
    await api(sandbox, 'DELETE', `/v1/networks/${network}`);
    await sandbox.clock.advance(STEP_MS);
    expect(dragonfly()).toEqual(before);
  });

  it('holds no secret', async () => {
    const options = { disable_passkey: false, dragonfly: { acl_rules: ['USER a ON >hush'] } };
    const id = await activeDatastore(sandbox, options);
    const text = JSON.stringify(sandbox.world());
    expect(text).not.toContain(sandbox.datastore(id).password);
    expect(text).not.toContain('hush');
    expect(sandbox.world().datastores[0]?.config.dragonfly?.acl_rules).toEqual(['***']);
  });
});
