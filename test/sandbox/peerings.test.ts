import { beforeEach, describe, expect, it } from 'vitest';
import { Peerings } from '../../src/sandbox/peerings.js';
import { SeededIds } from '../../src/sandbox/random.js';
import { emptyWorld, type World } from '../../src/sandbox/world.js';

const requester = { account_id: 'df', vpc_id: 'vpc-df', region: 'r', cidr_block: '10.0.0.0/16' };
const accepter = { account_id: 'me', vpc_id: 'vpc-me', region: 'r' };

let world: World;
let peerings: Peerings;
let seen: string[];
beforeEach(() => {
  world = emptyWorld();
  peerings = new Peerings(world, new SeededIds(1));
  seen = [];
  peerings.onChange(({ id, state }) => seen.push(`${id} ${state}`));
});

describe('peerings', () => {
  it('are shared by one pair on AWS only', () => {
    const aws = () => peerings.request('aws', requester, accepter).id;
    const gcp = () => peerings.request('gcp', requester, accepter).id;
    expect(aws()).toBe(aws());
    expect(gcp()).not.toBe(gcp());
    expect(peerings.request('aws', requester, { ...accepter, vpc_id: 'other' }).id).not.toBe(aws());
  });

  it('tell once that they were accepted or deleted', () => {
    const { id } = peerings.request('aws', requester, accepter);
    peerings.accept(id);
    peerings.accept(id);
    peerings.delete(id);
    peerings.accept(id);
    expect(seen).toEqual([`${id} active`, `${id} deleted`]);
  });

  it('are forgotten once nothing refers to them', () => {
    const { id } = peerings.request('aws', requester, accepter);
    peerings.forget(id);
    expect(world.peerings.size).toBe(0);
    expect(() => peerings.accept(id)).toThrow(`no peering ${id} exists`);
  });
});
