import { describe, expect, it } from 'vitest';
import { PEER_FLAGS, sandboxed } from './sandboxed.js';

const cli = sandboxed();

describe('status', () => {
  it('names the next move at each stage', async () => {
    const id = await cli.network('stages');
    const next = async () => (await cli.json(`status ${id}`)).networks[0].next;

    expect(await next()).toMatchObject({
      who: 'you',
      text: 'Connect your VPC:',
      command: expect.stringContaining(`--network ${id} --aws-account`),
    });

    const { connection } = await cli.json(`connections create --name app --network ${id} ${PEER_FLAGS}`);
    await cli.json(`connections wait ${connection.id} --for inactive`);
    expect(await next()).toMatchObject({
      who: 'you',
      text: expect.stringContaining('aws ec2 accept-vpc-peering-connection'),
    });

    cli.sandbox.accept(connection.id);
    await cli.json(`connections wait ${connection.id}`);
    expect(await next()).toMatchObject({ who: 'you', text: 'Create a datastore:' });

    const { datastore } = await cli.json(
      `datastores create --name cache --network ${id} --memory 3GB --tier dev --wait`,
    );
    expect(await next()).toMatchObject({
      who: 'nobody',
      command: `dfcloud verify --endpoint ${datastore.addr} --cidr 127.20.0.0/16`,
    });

    cli.sandbox.revoke(connection.id);
    await expect
      .poll(next, { timeout: 10_000 })
      .toMatchObject({ who: 'you', text: expect.stringContaining('deleted in the customer account') });
  });

  it('shows everything of one network as text', async () => {
    const id = await cli.network('text');
    const { connection } = await cli.json(`connections create --name app --network ${id} ${PEER_FLAGS}`);
    await cli.json(`connections wait ${connection.id} --for inactive`);
    const { code, stdout } = await cli.run(`status ${id}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^network +${id} +text +active +aws us-east-1, 127.20.0.0/16$`, 'm'));
    expect(stdout).toMatch(
      new RegExp(
        `^connection +${connection.id} +app +inactive +vpc-0a1b2c3d4e5f67890 of account 123456789012$`,
        'm',
      ),
    );
    expect(stdout).toContain('→ your move  Accept the peering');
  });

  it('shows all networks, and what belongs to none', async () => {
    const ids = [await cli.network('first'), await cli.network('second')];
    await cli.json('datastores create --name public --cloud aws --region us-east-1 --memory 3GB --tier dev');
    const { networks, others } = await cli.json('status');
    const shown = networks.map(({ network }: { network: { id: string } }) => network.id);
    expect(shown).toEqual(expect.arrayContaining(ids));
    expect(others.datastores).toMatchObject([{ name: 'public' }]);
    expect((await cli.run('status')).stdout).toContain('in none of these networks');
  });

  it('ends with 1 for a network that is not there', async () => {
    const { code, stdout, stderr } = await cli.run('status net-nowhere');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('dfcloud networks list');
  });
});
