import { expect, test } from 'vitest';
import { cidr } from '../../../src/path/cidr.js';
import { autoBlock, isRegion, isZone, REGIONS, regionOf, zonesOf } from '../../../src/sandbox/gcp/regions.js';

test('automatic blocks lie in 10.128.0.0/9, none twice', () => {
  const blocks = REGIONS.map((region) => cidr(autoBlock(region)));
  expect(blocks.every((block) => cidr('10.128.0.0/9').contains(block))).toBe(true);
  expect(new Set(blocks.map(String)).size).toBe(REGIONS.length);
});

test('zones belong to regions', () => {
  expect(zonesOf('us-east1')).toEqual(['us-east1-b', 'us-east1-c', 'us-east1-d']);
  expect(REGIONS.flatMap(zonesOf).every((zone) => isZone(zone) && isRegion(regionOf(zone)))).toBe(true);
  expect([isZone('us-east1-a'), isZone('mars-1-a'), isRegion('toString')]).toEqual([false, false, false]);
});
