import { afterEach, describe, expect, it, vi } from 'vitest';
import { AzureAcceptor, type AzureAcceptorOptions } from '../../src/azure/index.js';
import { checkOptions } from '../../src/azure/options.js';
import { InvalidInputError } from '../../src/errors/index.js';
import { thrown } from '../helpers/errors.js';
import { SUBSCRIPTION } from './helpers/peerings.js';

const GUID = '44444444-4444-4444-8444-444444444444';
const PLACE = { subscriptionId: SUBSCRIPTION, resourceGroup: 'rg', vnetName: 'hub' };
const check = (options: object) => checkOptions({ ...PLACE, ...options } as AzureAcceptorOptions);
const refused = (options: object) => thrown(() => check(options), InvalidInputError);

afterEach(() => vi.unstubAllEnvs());

describe('options of AzureAcceptor', () => {
  it('need no more than subscription, group and VNet', () => {
    expect(new AzureAcceptor(PLACE).provider).toBe('azure');
    expect(check({})).toMatchObject({
      app: 'create',
      appName: 'dfcloud-hub',
      appRole: 'network-contributor',
      networkRules: 'report',
      grantSettleMs: 15_000,
      purge: false,
      useRemoteGateways: false,
      allowForwardedTraffic: false,
    });
  });

  it.each([
    ['subscriptionId', { subscriptionId: 'prod' }],
    ['resourceGroup', { resourceGroup: 'rg.' }],
    ['vnetName', { vnetName: '/subscriptions/x/virtualNetworks/hub' }],
    ['tenantId', { tenantId: 'contoso.com' }],
    ['appRole', { appRole: 'owner' }],
    ['networkRules', { networkRules: 'all' }],
    ['purge', { purge: 'yes' }],
    ['grantSettleMs', { grantSettleMs: -1 }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['cloud', { cloud: 'mars' }],
    ['fetch', { fetch: 'node-fetch' }],
    ['app', { app: { appId: GUID } }],
    ['app.appId', { app: { appId: 'my-app', objectId: GUID } }],
    ['app.objectId', { app: { appId: GUID, objectId: 'x' } }],
    ['endpoints', { endpoints: 'http://127.0.0.1:1' }],
    ['endpoints.arm', { endpoints: { arm: 'http://azure.example' } }],
    ['endpoints.graph', { endpoints: { graph: 'https://user:pw@graph.example' } }],
  ])('refuse what is not legal: %s', (field, options) => {
    const error = refused(options);
    expect(error.field).toBe(field);
    expect(error.fix).not.toBe('');
  });

  it('refuse a name that nobody knows, with the near one', () => {
    expect(refused({ resourcegroup: 'rg' }).fix).toContain('Did you mean resourceGroup?');
    expect(refused({ app: { appId: GUID, clientsecret: 'x' } }).message).toContain('app.clientsecret');
    expect(refused({ endpoints: { entraid: 'x' } }).message).toContain('endpoints.entraid');
  });

  it("tell a secret's id from the secret", () => {
    expect(refused({ app: { appId: GUID, clientSecret: GUID } }).message).toContain('not its id');
  });

  it.each([
    ['credential', {}],
    ['credential', { clientId: GUID, clientSecret: 'hush', clientAssertion: 'hush' }],
    ['credential.clientId', { clientId: 'me', clientSecret: 'hush' }],
    ['credential.clientSecret', { clientId: GUID, clientSecret: ' ' }],
    ['credential.clientCertificate', { clientId: GUID, clientCertificate: 'hush' }],
    ['credential.clientAssertion', { clientId: GUID, clientAssertion: 7 }],
    ['credential.deviceCode', { deviceCode: true }],
    ['credential.accessToken', { accessToken: 'hush' }],
    ['credential.getToken', { getToken: 'hush' }],
    ['credential.tenantId', { clientId: GUID, clientSecret: 'hush', tenantId: 'x' }],
  ])('refuse a credential that cannot be one, unseen: %s', (field, credential) => {
    const error = refused({ credential });
    expect(error.field).toBe(field);
    expect(JSON.stringify(error)).not.toContain('hush');
  });
});

describe('endpoints', () => {
  it('are those of the public cloud by default', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', '');
    vi.stubEnv('DFCLOUD_ARM_ENDPOINT', '');
    vi.stubEnv('DFCLOUD_GRAPH_ENDPOINT', '');
    expect(await new AzureAcceptor(PLACE).endpoints()).toEqual([
      'https://management.azure.com',
      'https://graph.microsoft.com',
      'https://login.microsoftonline.com',
    ]);
  });

  it('come from the environment, and from the options first', () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'http://127.0.0.1:1/');
    vi.stubEnv('DFCLOUD_ARM_ENDPOINT', 'http://127.0.0.1:2/');
    vi.stubEnv('DFCLOUD_GRAPH_ENDPOINT', 'http://127.0.0.1:3');
    const { endpoints } = check({ endpoints: { graph: 'http://127.0.0.1:4' } });
    expect(endpoints).toMatchObject({
      entra: 'http://127.0.0.1:1',
      arm: 'http://127.0.0.1:2',
      graph: 'http://127.0.0.1:4',
      real: { arm: 'https://management.azure.com' },
    });
  });

  it('follow the cloud that the authority names', () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'login.microsoftonline.us');
    expect(check({}).endpoints).toMatchObject({
      arm: 'https://management.usgovcloudapi.net',
      entra: 'https://login.microsoftonline.us',
    });
    expect(check({ cloud: 'china' }).endpoints.arm).toBe('https://management.chinacloudapi.cn');
  });

  it('of the environment are checked, too', () => {
    vi.stubEnv('DFCLOUD_ARM_ENDPOINT', 'http://10.0.0.1');
    expect(refused({}).field).toBe('DFCLOUD_ARM_ENDPOINT');
  });
});
