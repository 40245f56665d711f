import type { Action } from '../action.js';
import { named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { KINDS } from '../state/kinds.js';
import type { VpcPeeringConnection } from '../state/peering-record.js';
import { isParty } from '../state/peering-visibility.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { optionsView } from './peering-view.js';

type Side = 'accepter' | 'requester';

/** Whether names of the other VPC's instances resolve to private addresses: each owner says so for its own side. */
export const modifyPeeringOptions: Action = {
  name: 'ModifyVpcPeeringConnectionOptions',
  takes: ['VpcPeeringConnectionId', 'AccepterPeeringConnectionOptions', 'RequesterPeeringConnectionOptions'],
  needs: named(KINDS.vpcPeeringConnection, 'VpcPeeringConnectionId'),
  run: modifyOptions,
};

function modifyOptions(call: Call): XmlObject {
  const pcx = call.world.vpcPeeringConnections.find(call, call.params.required('VpcPeeringConnectionId'));
  const sides = (['accepter', 'requester'] as const).filter((side) => call.params.has(optionsName(side)));
  if (sides.length === 0) throw missingParameter('accepterPeeringConnectionOptions');
  if (pcx.status !== 'active') {
    throw new Ec2Error(
      'OperationNotPermitted',
      `Peering ${pcx.id} is not active. Peering options can be added only to active peerings.`,
    );
  }
  const changes = sides.map((side) => ({ side, value: optionIn(call, pcx, side) }));
  for (const { side, value } of changes) pcx[side].allowDnsResolutionFromRemoteVpc = value;
  return Object.fromEntries(sides.map((side) => [`${side}PeeringConnectionOptions`, optionsView(pcx[side])]));
}

/** Each owner sets its own side, from its own region; the VPC must have DNS host names. */
function optionIn(call: Call, pcx: VpcPeeringConnection, side: Side): boolean {
  if (!isParty(pcx[side], call)) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `User ${call.accountId} cannot modify ${side} options of peering ${pcx.id}`,
    );
  }
  const options = call.params.member(optionsName(side));
  const classicLink = options.names().find((name) => name.includes('ClassicLink'));
  if (classicLink !== undefined && options.flag(classicLink)) {
    throw new Ec2Error('UnsupportedOperation', 'ClassicLink is not supported any more.');
  }
  const value = options.flag('AllowDnsResolutionFromRemoteVpc') ?? pcx[side].allowDnsResolutionFromRemoteVpc;
  const vpc = call.world.vpcs.get(pcx[side].vpcId);
  if (value && vpc && !vpc.enableDnsHostnames) {
    throw new Ec2Error(
      'InvalidVpcPeeringConnectionState.DnsHostnamesDisabled',
      `To enable DNS hostname resolution for the VPC peering connection, DNS hostname support must be enabled for ${vpc.id}.`,
    );
  }
  return value;
}

function optionsName(side: Side): string {
  return side === 'accepter' ? 'AccepterPeeringConnectionOptions' : 'RequesterPeeringConnectionOptions';
}
