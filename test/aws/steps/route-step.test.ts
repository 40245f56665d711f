import { describe, expect, it } from 'vitest';
import type { TableRoute } from '../../../src/aws/ec2/model.js';
import type { AwsAcceptorOptions } from '../../../src/aws/index.js';
import { routeStep } from '../../../src/aws/steps/route-step.js';
import { PCX, peeringFixture, REMOTE, refusal, routeFixture, TABLE } from '../helpers/fake-ec2.js';
import { FakeRun } from '../helpers/fake-run.js';

const ROUTE = { tableId: TABLE, destination: REMOTE };

/** A run whose peering is active and whose table has these routes. */
function runWith(routes: readonly TableRoute[], options: Partial<AwsAcceptorOptions> = {}): FakeRun {
  const run = new FakeRun(options);
  run.ec2.thePeerings = [peeringFixture({ status: 'active' })];
  run.ec2.tables = run.ec2.tables.map((table) => ({ ...table, routes: [...table.routes, ...routes] }));
  return run;
}

describe('the step for a route', () => {
  it('adds the route where there is none', async () => {
    const run = runWith([]);
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
    expect(run.ec2.writes).toEqual([`createRoute ${TABLE} 192.168.0.0/16 ${PCX}`]);
  });

  it('leaves a route to the peering alone', async () => {
    const run = runWith([routeFixture('192.168.0.0/16', 'peering', PCX)]);
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(false);
    expect(run.ec2.writes).toEqual([]);
  });

  it.each([
    ['forgotten', []],
    ['deleted', [peeringFixture({ id: 'pcx-dead', status: 'deleted' })]],
    ['rejected', [peeringFixture({ id: 'pcx-dead', status: 'rejected' })]],
  ])('replaces a blackhole to a peering that is %s', async (_, dead) => {
    const run = runWith([routeFixture('192.168.0.0/16', 'peering', 'pcx-dead', 'blackhole')]);
    run.ec2.thePeerings.push(...dead);
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
    expect(run.ec2.writes).toEqual([`replaceRoute ${TABLE} 192.168.0.0/16 ${PCX}`]);
  });

  it.each([
    [
      'a peering that waits for acceptance',
      routeFixture('192.168.0.0/16', 'peering', 'pcx-new', 'blackhole'),
    ],
    ['another live peering', routeFixture('192.168.0.0/16', 'peering', 'pcx-new')],
    ['a transit gateway', routeFixture('192.168.0.0/16', 'transit-gateway', 'tgw-1')],
    ['a dead interface', routeFixture('192.168.0.0/16', 'interface', 'eni-1', 'blackhole')],
  ])('never replaces a route to %s', async (_, route) => {
    const run = runWith([route]);
    run.ec2.thePeerings.push(peeringFixture({ id: 'pcx-new' }));
    await expect(run.perform(routeStep(run.means, ROUTE))).rejects.toThrow(`to ${route.target.id}`);
    expect(run.ec2.writes).toEqual([]);
  });

  it('replaces a live route when that is asked for', async () => {
    const run = runWith([routeFixture('192.168.0.0/16', 'gateway', 'nat-1')], { onConflict: 'replace' });
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
    expect(run.ec2.writes).toEqual([`replaceRoute ${TABLE} 192.168.0.0/16 ${PCX}`]);
  });

  it("never replaces the VPC's local route", async () => {
    const run = runWith([routeFixture('192.168.0.0/16', 'local', 'local')], { onConflict: 'replace' });
    await expect(run.perform(routeStep(run.means, ROUTE))).rejects.toThrow('to local');
  });

  it('adds a static route over a propagated one', async () => {
    const propagated = {
      ...routeFixture('192.168.0.0/16', 'gateway', 'vgw-1'),
      origin: 'EnableVgwRoutePropagation',
    };
    const run = runWith([propagated]);
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
    expect(run.ec2.writes).toHaveLength(1);
  });

  it('takes RouteAlreadyExists for its own lost answer', async () => {
    const run = runWith([]);
    const create = run.ec2.createRoute.bind(run.ec2);
    run.ec2.createRoute = async (route) => {
      await create(route);
      throw refusal('RouteAlreadyExists');
    };
    expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
  });

  it('reports who took the route meanwhile', async () => {
    const run = runWith([]);
    run.ec2.createRoute = async () => {
      run.ec2.tables = runWith([routeFixture('192.168.0.0/16', 'gateway', 'nat-1')]).ec2.tables;
      throw refusal('RouteAlreadyExists');
    };
    await expect(run.perform(routeStep(run.means, ROUTE))).rejects.toThrow('to nat-1');
  });

  it('looks again before it replaces', async () => {
    const run = runWith([routeFixture('192.168.0.0/16', 'peering', 'pcx-dead', 'blackhole')]);
    const step = routeStep(run.means, ROUTE);
    const read = run.ec2.routeTables.bind(run.ec2);
    run.ec2.routeTables = async () => {
      run.ec2.routeTables = async () =>
        runWith([routeFixture('192.168.0.0/16', 'gateway', 'nat-1')]).ec2.tables;
      return read();
    };
    await expect(run.perform(step)).rejects.toThrow('to nat-1');
    expect(run.ec2.writes).toEqual([]);
  });

  it.each(['RequestLimitExceeded', 'InternalError', 'InvalidVpcPeeringConnectionID.NotFound'])(
    'tries again after %s',
    async (code) => {
      const run = runWith([]);
      run.ec2.fail('createRoute', refusal(code), refusal(code));
      expect(await run.perform(routeStep(run.means, ROUTE))).toBe(true);
    },
  );

  it('does not try again after a refusal that stays', async () => {
    const run = runWith([]);
    run.ec2.fail('createRoute', refusal('RouteLimitExceeded'));
    await expect(run.perform(routeStep(run.means, ROUTE))).rejects.toMatchObject({
      call: { cloudCode: 'RouteLimitExceeded' },
    });
    expect(run.ec2.writes).toHaveLength(1);
  });

  it('removes only the route to its peering', async () => {
    const run = runWith([routeFixture('192.168.0.0/16', 'gateway', 'nat-1')]);
    await routeStep(run.means, ROUTE).undo(run.flow);
    expect(run.ec2.writes).toEqual([]);

    const own = runWith([routeFixture('192.168.0.0/16', 'peering', PCX)]);
    const step = routeStep(own.means, ROUTE);
    await step.undo(own.flow);
    await step.undo({ ...own.flow, round: {} });
    expect(own.ec2.writes).toEqual([`deleteRoute ${TABLE} 192.168.0.0/16`]);
  });
});
