import type { ArmWorld } from '../state/arm-world.js';
import type { PlainResource } from '../state/records.js';
import { Body, isObject } from '../wire/body.js';
import { isWithin } from '../wire/resource-id.js';

/** The gateways of a virtual network: those with an IP configuration in one of its subnets. */
export function gatewaysOf(world: ArmWorld, vnetId: string): PlainResource[] {
  return world.plainResources
    .all()
    .filter(({ type }) => type.toLowerCase() === 'microsoft.network/virtualnetworkgateways')
    .filter(({ properties }) => subnetsOf(properties).some((subnet) => isWithin(vnetId, subnet)));
}

function subnetsOf({ ipConfigurations }: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(ipConfigurations)) return [];
  return ipConfigurations.filter(isObject).flatMap((each) => {
    const subnet = new Body(each).child('properties').reference('subnet');
    return subnet === undefined ? [] : [subnet];
  });
}
