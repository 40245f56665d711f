import { describe, expect, it } from 'vitest';
import { GcpAcceptor, type GcpAcceptorOptions } from '../../src/gcp/index.js';

const GIVEN = { projectId: 'my-project', network: 'app-vpc' };

function refusal(options: object): { message: string; fix: string; field?: string } {
  try {
    new GcpAcceptor({ ...GIVEN, ...options } as GcpAcceptorOptions);
  } catch (error) {
    return error as { message: string; fix: string; field?: string };
  }
  throw new TypeError('it was accepted');
}

describe('the options of GcpAcceptor', () => {
  it('say what to pass without a project', () => {
    for (const projectId of [undefined, '']) {
      const { message, fix, field } = refusal({ projectId });
      expect(field).toBe('projectId');
      expect(message).toContain('does not ask gcloud or the metadata server');
      expect(fix).toContain('gcloud config get-value project');
    }
  });

  it.each([
    ['projectId', '123456789012', 'not its number'],
    ['projectId', 'My-Project', 'id of a project'],
    ['network', 'projects/p/global/networks/app-vpc', 'not its URL'],
    ['network', undefined, 'name of a network'],
    ['peeringName', 'BAD_name', 'lower-case'],
    ['stackType', 'IPV6', 'IPV4_ONLY'],
    ['importCustomRoutes', 'yes', 'true or false'],
    ['timeoutMs', 0, 'milliseconds'],
    ['keyFile', ' ', 'path of a key file'],
    ['quotaProject', '42', 'id of a project'],
    ['endpoint', 'http://compute.example.test', 'loopback'],
    ['endpoint', 'https://user:secret@compute.example.test', 'credentials'],
    ['endpoint', 'https://compute.googleapis.com/compute/beta', '/compute/v1'],
    ['firewall', true, 'targetTags'],
    ['firewall', {}, 'exactly one'],
    ['firewall', { targets: 'all', targetTags: ['app'] }, 'exactly one'],
    ['firewall.targets', { targets: 'some' }, "'all'"],
    ['firewall.targetTags', { targetTags: [] }, 'at least one'],
    ['firewall.targetTags[0]', { targetTags: ['Not A Tag'] }, 'lower-case'],
    ['firewall.targetServiceAccounts[0]', { targetServiceAccounts: ['app'] }, 'e-mail'],
    ['firewall.priority', { targets: 'all', priority: 70_000 }, '65535'],
    ['firewall.egress', { targets: 'all', ingress: false, egress: false }, 'true'],
    ['firewall.target', { target: 'all' }, 'targets'],
    ['peerName', 'x', 'peeringName'],
  ])('refuse an illegal %s (%j)', (field, value, legal) => {
    const { message, fix, field: named } = refusal({ [field.replace(/[.[].*/, '')]: value });
    expect(named ?? '').toBe(field.startsWith('firewall') && typeof value === 'boolean' ? 'firewall' : field);
    expect(`${message} ${fix}`).toContain(legal);
  });

  it.each(['auth', 'credentials', 'keyFile', 'accessToken'])(
    'take %s alone only, and never show it',
    (name) => {
      const all: Record<string, unknown> = {
        auth: { getRequestHeaders: async () => new Headers(), secret: 'hidden' },
        credentials: { type: 'service_account', private_key: 'hidden' },
        keyFile: 'hidden',
        accessToken: 'hidden',
      };
      const other = name === 'keyFile' ? 'accessToken' : 'keyFile';
      const { message } = refusal({ [name]: all[name], [other]: all[other] });
      expect(message).toContain('left out when');
      expect(message).not.toContain('hidden');
    },
  );

  it('never show a token with white space', () => {
    expect(refusal({ accessToken: 'hidden\n' }).message).not.toContain('hidden');
  });

  it('accept old projects of a domain', () => {
    expect(new GcpAcceptor({ ...GIVEN, projectId: 'example.com:my-project' }).provider).toBe('gcp');
  });
});
