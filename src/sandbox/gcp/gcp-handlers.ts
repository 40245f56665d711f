import { type ControlBody, numberIn, numbersIn, optionalTextIn, textIn } from '../control-body.js';
import { SandboxError } from '../sandbox-error.js';
import type { GcpSandbox } from './gcp-sandbox.js';
import type { HierarchicalPolicy } from './state/records.js';
import { isFields } from './wire/fields.js';

/** `GcpSandbox` over HTTP, for tests in any language: method and path under `/_sandbox`, and what is done. */
export const GCP_HANDLERS: Readonly<Record<string, (gcp: GcpSandbox, body: ControlBody) => unknown>> = {
  // The token is not shown here: the metadata server and the other token endpoints hand some out.
  'POST /gcp/projects': (gcp, body) => ({ id: gcp.project(optionalTextIn(body, 'id')).id }),
  'POST /gcp/permissions': (gcp, body) =>
    gcp.permissions(textIn(body, 'projectId'), textsOrNull(body, 'permissions')),
  'POST /gcp/expired-tokens': (gcp, body) => gcp.expireTokens(textIn(body, 'projectId')),
  'POST /gcp/consistency': (gcp, body) => gcp.consistency(body),
  'POST /gcp/limits': (gcp, { projectId, ...limits }) =>
    gcp.limits(textIn({ projectId }, 'projectId'), numbersIn(limits)),
  'POST /gcp/services': (gcp, body) =>
    gcp.service(textIn(body, 'projectId'), textIn(body, 'host'), flagIn(body, 'enabled')),
  'POST /gcp/peering-restriction': (gcp, body) =>
    gcp.restrictPeering(textIn(body, 'projectId'), textsOrNull(body, 'allowed')),
  'POST /gcp/learned-routes': (gcp, body) =>
    gcp.learnRoute({
      network: textIn(body, 'network'),
      region: textIn(body, 'region'),
      destRange: textIn(body, 'destRange'),
      priority: numberIn(body, 'priority'),
    }),
  'POST /gcp/hierarchical-policies': (gcp, body) =>
    gcp.hierarchicalPolicies(textIn(body, 'projectId'), policiesIn(body)),
  'POST /gcp/dragonfly-peerings': (gcp, body) => gcp.dragonflyMakes(body),
  'POST /gcp/legacy-networks': (gcp, body) =>
    gcp.legacyNetwork(textIn(body, 'projectId'), textIn(body, 'name'), textIn(body, 'range')),
};

function textsOrNull(body: ControlBody, name: string): string[] | null {
  const value = body[name];
  if (value === null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw wrong(`the body has no list of texts "${name}"`, `Send {"${name}": ["…"]}, or null.`);
}

function flagIn(body: ControlBody, name: string): boolean {
  const value = body[name];
  if (typeof value === 'boolean') return value;
  throw wrong(`the body has no "${name}"`, `Send {"${name}": true}, or false.`);
}

function policiesIn({ policies }: ControlBody): HierarchicalPolicy[] {
  if (Array.isArray(policies) && policies.every(isPolicy)) return policies;
  throw wrong(
    'the body has no "policies"',
    'Send {"policies": [{"name": "1", "shortName": "org", "rules": []}]}.',
  );
}

function isPolicy(value: unknown): value is HierarchicalPolicy {
  if (!isFields(value)) return false;
  const { name, shortName, rules } = value;
  return typeof name === 'string' && typeof shortName === 'string' && Array.isArray(rules);
}

function wrong(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
