import type { Started } from '../action.js';
import { checkFingerprint, fingerprintOf } from '../fingerprint.js';
import type { Call } from '../gcp-context.js';
import { changing, checkReady, found, resourceView } from '../state/lifecycle.js';
import type { Subnetwork } from '../state/records.js';
import { invalidValue } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { regionScope } from './places.js';
import { checkFree, checkFreeNow } from './subnetwork-conflicts.js';
import { checkOutsideAutomatic, gatewayOf, rangeField, secondaryRanges } from './subnetwork-fields.js';

/** Takes what can be changed; the fingerprint proves that the caller saw the present fields. */
export function patchSubnetwork(call: Call): Started {
  const { body } = call;
  const subnetwork = subnetworkOf(call);
  checkReady(subnetwork);
  body.only([...CHANGEABLE, ...KEPT, 'fingerprint']);
  checkFingerprint(subnetwork.fields, body.text('fingerprint'));
  const kept = KEPT.find(
    (name) => body.has(name) && body.fields[name] !== subnetworkView(call, subnetwork)[name],
  );
  if (kept !== undefined)
    throw invalidValue(`resource.${kept}`, body.fields[kept], 'The field cannot be changed.');
  const after = { ...subnetwork.fields, ...changes(call) };
  checkFreeNow(call, subnetwork, after);
  return changing(subnetwork, 'compute.subnetworks.patch', () => after);
}

const CHANGEABLE = [
  ...['secondaryIpRanges', 'enableFlowLogs', 'logConfig', 'privateIpGoogleAccess', 'privateIpv6GoogleAccess'],
  ...['allowSubnetCidrRoutesOverlap', 'stackType', 'role'],
];
/** What a client may send back as it read it. */
const KEPT = [
  ...[
    'kind',
    'id',
    'creationTimestamp',
    'name',
    'description',
    'network',
    'region',
    'selfLink',
    'ipCidrRange',
  ],
  ...['gatewayAddress', 'purpose', 'state'],
];

function changes({ body }: Call): Fields {
  const secondary = body.has('secondaryIpRanges') ? { secondaryIpRanges: secondaryRanges(body) } : {};
  const logs = body.object('logConfig')?.flag('enable') ?? body.flag('enableFlowLogs');
  return {
    ...defined({
      enableFlowLogs: logs,
      logConfig: body.object('logConfig')?.fields,
      privateIpGoogleAccess: body.flag('privateIpGoogleAccess'),
      privateIpv6GoogleAccess: body.text('privateIpv6GoogleAccess'),
      allowSubnetCidrRoutesOverlap: body.flag('allowSubnetCidrRoutesOverlap'),
      stackType: body.word('stackType', ['IPV4_ONLY', 'IPV4_IPV6']),
      role: body.word('role', ['ACTIVE', 'BACKUP']),
    }),
    ...secondary,
  };
}

/** A primary range can grow, and never shrinks. */
export function expandSubnetwork(call: Call): Started {
  const { body, world } = call;
  const subnetwork = subnetworkOf(call);
  checkReady(subnetwork);
  body.only(['ipCidrRange']);
  const ipCidrRange = body.required('ipCidrRange');
  const at = 'resource.ipCidrRange';
  const block = rangeField(at, ipCidrRange);
  const before = rangeField(at, subnetwork.fields.ipCidrRange);
  if (!block.contains(before) || block.prefix === before.prefix) {
    throw invalidValue(at, ipCidrRange, `The new range must contain ${before} and be larger.`);
  }
  const isAutomatic = world.networks.get(subnetwork.network)?.fields.autoCreateSubnetworks ?? false;
  if (isAutomatic && block.prefix < 16) checkOutsideAutomatic(block, at);
  const after = { ...subnetwork.fields, ipCidrRange, gatewayAddress: gatewayOf(block) };
  const started = changing(subnetwork, 'expandIpCidrRange', () => after);
  return {
    ...started,
    finish: () => {
      checkFree(call, subnetwork, after);
      started.finish?.();
    },
  };
}

/** A subnet as the API shows it. */
export function subnetworkView({ world }: Call, subnetwork: Subnetwork): Fields {
  return resourceView(world.subnetworks, subnetwork, { fingerprint: fingerprintOf(subnetwork.fields) });
}

/** The subnet that the path names. @throws {GcpError} 404 */
export function subnetworkOf(call: Call): Subnetwork {
  return found<Subnetwork>(call, call.world.subnetworks, subnetworkPath(call, call.part('subnetwork')));
}

/** The path of a subnet of this name in the region that the request's path names. */
export function subnetworkPath(call: Call, name: string): string {
  return call.world.subnetworks.path(call.project.id, regionScope(call), name);
}
