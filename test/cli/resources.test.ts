import { describe, expect, it } from 'vitest';
import { NETWORK_FLAGS, PEER_FLAGS, sandboxed } from './sandboxed.js';

const cli = sandboxed();

describe.concurrent('networks', () => {
  it('are created, waited for, renamed and deleted', async () => {
    const { version, network } = await cli.json(`networks create --name one ${NETWORK_FLAGS} --wait`);
    expect({ version, ...network }).toMatchObject({
      version: 1,
      name: 'one',
      status: 'active',
      cidrBlock: '127.20.0.0/16',
    });
    expect(network).not.toHaveProperty('raw');

    expect((await cli.json(`networks update ${network.id} --name two`)).network.name).toBe('two');
    expect((await cli.json(`networks get ${network.id}`)).network).toMatchObject({
      id: network.id,
      name: 'two',
    });

    const { deleted } = await cli.json(`networks delete ${network.id} --yes --wait`);
    expect(deleted).toEqual({ resource: 'network', id: network.id, gone: true });
    const gone = await cli.run(`networks get ${network.id} --json`);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.stdout)).toMatchObject({
      version: 1,
      error: { name: 'NotFoundError', code: 'not_found', request: { status: 404 } },
    });
  });

  it('pass on the account of BYOC', async () => {
    const { network } = await cli.json(
      `networks create --name byoc ${NETWORK_FLAGS} --byoc-account 210987654321`,
    );
    expect(network.byoc).toEqual({ accountId: '210987654321' });
  });

  it('are listed as a table, filtered by name and status', async () => {
    const id = await cli.network('listed');
    const { networks } = await cli.json('networks list --name listed --status active');
    expect(networks.map((network: { id: string }) => network.id)).toEqual([id]);

    const { code, stdout } = await cli.run('networks list --name listed');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^ID +NAME +STATUS +CLOUD +REGION +CIDR +VPC$/);
    expect(stdout).toContain(`${id}  listed  active  aws    us-east-1  127.20.0.0/16  vpc-`);
    expect(stdout).not.toContain('\u001b');
  });

  it('leave stdout empty when none is found', async () => {
    const { code, stdout, stderr } = await cli.run('networks list --name nobody');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('There are no networks that pass the filters');
    expect(await cli.json('networks list --name nobody')).toEqual({ version: 1, networks: [] });
  });

  it('end with 1 where the API refuses', async () => {
    const rule = cli.sandbox.faults.add({
      on: ({ operation, body }) => operation === 'networks.create' && Object(body).name === 'refused',
      fault: { kind: 'status', status: 400, body: { error: 'quota used up' } },
    });
    const { code, stdout, stderr } = await cli.run(`networks create --name refused ${NETWORK_FLAGS} --json`);
    rule.remove();
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'invalid_input', request: { status: 400 } });
    expect(stderr).toContain('quota used up');
  });

  it('end with 1 and the reason where the key is refused', async () => {
    const { code, stdout } = await cli.run('networks list --json', { env: { DFCLOUD_API_KEY: 'wrong-key' } });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ name: 'AuthError', code: 'api_key_refused' });
    expect(stdout).not.toContain('wrong-key');
  });
});

describe.concurrent('connections', () => {
  it('are created by the words of each cloud', async () => {
    const networkId = await cli.network('peers');
    const { connection } = await cli.json(
      `connections create --name app --network ${networkId} ${PEER_FLAGS} --region eu-west-1`,
    );
    expect(connection.peer).toEqual({
      provider: 'aws',
      accountId: '123456789012',
      vpcId: 'vpc-0a1b2c3d4e5f67890',
      region: 'eu-west-1',
    });
  });

  it('take the words of GCP and Azure too', async () => {
    const onGcp = await cli.json(
      'networks create --name g --cloud gcp --region us-central1 --cidr 127.30.0.0/16 --wait',
    );
    const gcp = await cli.json(
      `connections create --name g --network ${onGcp.network.id} --gcp-project my-project-123 --gcp-network default`,
    );
    expect(gcp.connection.peer).toEqual({ provider: 'gcp', projectId: 'my-project-123', network: 'default' });

    const guid = '00000000-1111-2222-3333-444444444444';
    const onAzure = await cli.json(
      'networks create --name z --cloud azure --region centralus --cidr 127.31.0.0/16 --wait',
    );
    const azure = await cli.json(
      `connections create --name z --network ${onAzure.network.id} --azure-subscription ${guid} --azure-resource-group rg --azure-vnet hub-vnet --azure-tenant ${guid} --azure-app ${guid} --region centralus --azure-use-remote-gateways`,
    );
    expect(azure.connection.peer).toEqual({
      provider: 'azure',
      subscriptionId: guid,
      resourceGroup: 'rg',
      vnetName: 'hub-vnet',
      tenantId: guid,
      appId: guid,
      region: 'centralus',
      useRemoteGateways: true,
    });
  });

  it('are waited for, and say whose move it is', async () => {
    const networkId = await cli.network('waits');
    const { connection } = await cli.json(
      `connections create --name app --network ${networkId} ${PEER_FLAGS}`,
    );
    const inactive = await cli.json(`connections wait ${connection.id} --for inactive`);
    expect(inactive.connection.peerConnectionId).toMatch(/^pcx-/);

    const stuck = await cli.run(`connections wait ${connection.id} --fail-on-your-move --json`);
    expect(stuck.code).toBe(1);
    expect(JSON.parse(stuck.stdout).error).toMatchObject({ code: 'needs_your_action' });

    const late = await cli.run(`connections wait ${connection.id} --timeout-ms 2000 --json`);
    expect(late.code).toBe(1);
    expect(JSON.parse(late.stdout).error).toMatchObject({
      code: 'timeout',
      wait: { lastStatus: 'inactive' },
    });
    expect(late.stderr).toContain('accept-vpc-peering-connection');

    cli.sandbox.accept(connection.id);
    const active = await cli.json(`connections wait ${connection.id}`);
    expect(active.connection.status).toBe('active');

    await cli.json(`connections delete ${connection.id} --yes`);
    const { deleted } = await cli.json(`connections wait ${connection.id} --for deleted`);
    expect(deleted.gone).toBe(true);
  });

  it('print every event as a line with --events', async () => {
    const networkId = await cli.network('events');
    const flags = `--name app --network ${networkId} ${PEER_FLAGS}`;
    const { code, stdout } = await cli.run(`connections ensure ${flags} --events`);
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.every(({ version }) => version === 1)).toBe(true);
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['request', 'answer', 'created']),
    );
    expect(events.at(-1)).toMatchObject({ event: 'result', connection: { name: 'app' } });
    expect(stdout).not.toContain('"raw"');
  });

  it('are adopted by ensure, and replaced only when asked', async () => {
    const networkId = await cli.network('ensure');
    const flags = `--name app --network ${networkId} ${PEER_FLAGS}`;
    const first = await cli.json(`connections ensure ${flags}`);
    expect((await cli.json(`connections ensure ${flags}`)).connection.id).toBe(first.connection.id);

    cli.sandbox.fail(first.connection.id, 'no such VPC');
    const refused = await cli.run(`connections ensure ${flags} --json`);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: 'failed_state',
      wait: { statusDetail: 'no such VPC' },
    });

    const replaced = await cli.json(`connections ensure ${flags} --replace --yes`);
    expect(replaced.connection.id).not.toBe(first.connection.id);
  });

  it('are listed for one network', async () => {
    const networkId = await cli.network('narrow');
    const { connection } = await cli.json(
      `connections create --name app --network ${networkId} ${PEER_FLAGS}`,
    );
    const { connections } = await cli.json(`connections list --network ${networkId}`);
    expect(connections.map(({ id }: { id: string }) => id)).toEqual([connection.id]);
  });
});

describe.concurrent('datastores', () => {
  it('take place and network from their network', async () => {
    const networkId = await cli.network('stores');
    const { datastore } = await cli.json(
      `datastores create --name cache --network ${networkId} --memory 3GB --tier dev --replicas 1 --wait`,
    );
    expect(datastore).toMatchObject({
      networkId,
      location: { provider: 'aws', region: 'us-east-1' },
      tier: { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev', replicas: 1 },
    });

    const updated = await cli.json(`datastores update ${datastore.id} --memory 6GB --passkey --wait`);
    expect(updated.datastore.tier).toEqual({
      maxMemoryBytes: 6_000_000_000,
      performanceTier: 'dev',
      replicas: 1,
    });
    expect(updated.datastore.disablePasskey).toBe(false);
  });

  it('show the URL alone, its password only when asked', async () => {
    const networkId = await cli.network('urls');
    const { datastore } = await cli.json(
      `datastores create --name cache --network ${networkId} --memory 3GB --tier dev --passkey --wait`,
    );
    const password = cli.sandbox.datastore(datastore.id).password;
    const masked = await cli.run(`datastores get ${datastore.id} --show-url`);
    expect(masked.stdout).toBe(`redis://default:***@${datastore.addr}\n`);
    const shown = await cli.run(`datastores get ${datastore.id} --show-url --show-password`);
    expect(shown.stdout).toBe(`redis://default:${password}@${datastore.addr}\n`);

    const document = await cli.run(`datastores get ${datastore.id} --json`);
    const text = await cli.run(`datastores get ${datastore.id}`);
    expect(document.stdout + text.stdout + masked.stdout).not.toContain(password);
    expect((await cli.json(`datastores get ${datastore.id} --show-url`)).datastore.connectionUrl).toBe(
      masked.stdout.trim(),
    );
  });
});

describe.concurrent('names from elsewhere', () => {
  it('cannot drive the terminal', async () => {
    const { network } = await cli.json([
      'networks',
      'create',
      '--name',
      'a\u001b[2Jb',
      ...NETWORK_FLAGS.split(' '),
    ]);
    const { stdout } = await cli.run(`networks get ${network.id}`);
    expect(stdout).toContain('a\u{fffd}[2Jb');
    expect(stdout).not.toContain('\u001b');
  });
});
