import { defined } from '../../../internal/defined.js';
import type { Fields } from '../fields.js';
import { lastPart, networkRef, subnetworkRef } from '../links.js';
import type { Connector, DirectEgress, Instance, InstanceInterface } from '../model.js';
import { blockOf, blocksOf } from './addresses.js';

/** A VM. */
export function readInstance(fields: Fields, projectId: string): Instance {
  return {
    name: fields.text('name') ?? '',
    zone: lastPart(fields.text('zone') ?? ''),
    status: fields.text('status') ?? '',
    tags: fields.at('tags').texts('items'),
    serviceAccounts: fields.records('serviceAccounts').flatMap((account) => account.text('email') ?? []),
    interfaces: fields.records('networkInterfaces').map((one) => readInterface(one, projectId)),
  };
}

function readInterface(fields: Fields, projectId: string): InstanceInterface {
  return {
    name: fields.text('name') ?? '',
    network: networkRef(fields.text('network') ?? '', projectId),
    aliases: blocksOf(fields.records('aliasIpRanges').flatMap((range) => range.text('ipCidrRange') ?? [])),
    ...defined({
      subnetwork: subnetworkRef(fields.text('subnetwork') ?? '', projectId),
      address: blockOf(fields.text('networkIP')),
    }),
  };
}

/** A serverless VPC connector. It names either a network and a range, or a subnet. */
export function readConnector(fields: Fields, region: string, projectId: string): Connector {
  const subnet = fields.at('subnet');
  const name = subnet.text('name');
  const network = fields.text('network');
  return {
    name: lastPart(fields.text('name') ?? ''),
    region,
    state: fields.text('state') ?? '',
    ...defined({
      network: network === undefined ? undefined : networkRef(network, projectId),
      subnetwork:
        name === undefined ? undefined : { projectId: subnet.text('projectId') ?? projectId, region, name },
      cidr: blockOf(fields.text('ipCidrRange')),
    }),
  };
}

/** The interfaces by which a Cloud Run service or job template reaches a VPC without a connector. */
export function readDirectEgress(fields: Fields, region: string, projectId: string): DirectEgress[] {
  const name = lastPart(fields.text('name') ?? '');
  const interfaces = fields.at('template').at('vpcAccess').records('networkInterfaces');
  return interfaces.map((one) => {
    const [network, subnetwork] = [one.text('network'), one.text('subnetwork')];
    return {
      name,
      region,
      tags: one.texts('tags'),
      ...defined({
        network: network === undefined ? undefined : networkRef(network, projectId),
        subnetwork: subnetwork === undefined ? undefined : { ...networkRef(subnetwork, projectId), region },
      }),
    };
  });
}
