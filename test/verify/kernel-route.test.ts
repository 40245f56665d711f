import { expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import { kernelRouteTo } from '../../src/verify/kernel-route.js';

const table = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	0100A8C0	0003	0	0	100	00000000	0	0	0
eth1	00000000	0200A8C0	0003	0	0	50	00000000	0	0	0
eth0	0000A8C0	00000000	0001	0	0	0	0000FFFF	0	0	0
tun0	0001A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
down	0101A8C0	00000000	0000	0	0	0	FFFFFFFF	0	0	0
`;

it.each([
  ['192.168.1.7', '192.168.1.0/24 dev tun0'],
  ['192.168.1.1', '192.168.1.0/24 dev tun0'],
  ['192.168.2.7', '192.168.0.0/16 dev eth0'],
  ['10.0.0.1', '0.0.0.0/0 via 192.168.0.2 dev eth1'],
])('the way to %s is %s', (address, route) => {
  expect(kernelRouteTo(cidr(`${address}/32`), table)).toBe(route);
});

it('is not known for IPv6, without a table, without a match', () => {
  expect(kernelRouteTo(cidr('fd00::1/128'), table)).toBeUndefined();
  expect(kernelRouteTo(cidr('10.0.0.1/32'), undefined)).toBeUndefined();
  expect(kernelRouteTo(cidr('10.0.0.1/32'), 'Iface\n')).toBeUndefined();
});
