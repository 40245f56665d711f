import { defined } from '../../../internal/defined.js';
import type { Fields } from '../fields.js';
import { lastPart, networkRef } from '../links.js';
import type { NextHopKind, PolicyBasedRoute, Route } from '../model.js';
import { blockOf } from './addresses.js';

const NEXT_HOPS: readonly (readonly [string, NextHopKind])[] = [
  ['nextHopPeering', 'peering'],
  ['nextHopGateway', 'gateway'],
  ['nextHopInstance', 'instance'],
  ['nextHopIlb', 'load-balancer'],
  ['nextHopVpnTunnel', 'vpn-tunnel'],
  ['nextHopHub', 'hub'],
  ['nextHopInterconnectAttachment', 'interconnect'],
  ['nextHopIp', 'ip'],
  // Last, since others have it beside their own.
  ['nextHopNetwork', 'network'],
];

/** A route; undefined when it names no block. */
export function readRoute(fields: Fields, projectId: string): Route | undefined {
  const destination = blockOf(fields.text('destRange'));
  if (!destination) return undefined;
  return {
    name: fields.text('name') ?? '',
    network: networkRef(fields.text('network') ?? '', projectId),
    destination,
    priority: fields.number('priority') ?? 1000,
    tags: fields.texts('tags'),
    nextHop: nextHopOf(fields),
    type: fields.text('routeType') ?? '',
    status: fields.text('routeStatus') ?? '',
    warnings: fields.records('warnings').flatMap((warning) => warning.text('code') ?? []),
  };
}

function nextHopOf(fields: Fields): Route['nextHop'] {
  for (const [field, kind] of NEXT_HOPS) {
    const link = fields.text(field);
    if (link !== undefined) return { kind, id: lastPart(link) };
  }
  return { kind: 'unknown', id: '' };
}

/** A policy-based route. */
export function readPolicyBasedRoute(fields: Fields, projectId: string): PolicyBasedRoute {
  const filter = fields.at('filter');
  return {
    name: lastPart(fields.text('name') ?? ''),
    network: networkRef(fields.text('network') ?? '', projectId),
    priority: fields.number('priority') ?? 1000,
    protocol: filter.text('ipProtocol') ?? 'ALL',
    tags: fields.at('virtualMachine').texts('tags'),
    ...defined({
      source: blockOf(filter.text('srcRange')),
      destination: blockOf(filter.text('destRange')),
      nextHopIp: fields.text('nextHopIlbIp'),
      nextHopOtherRoutes: fields.text('nextHopOtherRoutes'),
      interconnectRegion: fields.at('interconnectAttachment').text('region'),
    }),
  };
}
