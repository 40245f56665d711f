import { describe, expect, it } from 'vitest';
import { runRecordings } from './helpers/run-recordings.js';

const ARM = 'https://management.azure.com';
const GRAPH = 'https://graph.microsoft.com/v1.0';
const NETWORK = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
const VNET = `${NETWORK}/virtualNetworks/v`;
const GUID = '11111111-2222-4333-8444-555555555555';

const vnet = (addressPrefixes: string[]) => ({
  id: VNET,
  name: 'v',
  type: 'Microsoft.Network/virtualNetworks',
  location: 'centralus',
  properties: { provisioningState: 'Succeeded', addressSpace: { addressPrefixes }, subnets: [] },
});
const refusal = (code: string) => ({ error: { code, message: 'It may not be.' } });
const application = { id: GUID, appId: GUID, displayName: 'a', signInAudience: 'AzureADMyOrg' };

describe('recordings of Azure', { timeout: 60_000 }, () => {
  it('accepts what is read, and rejects what is lost', () => {
    const result = runRecordings('azure', [
      [`GET ${ARM}${VNET}`, 200, vnet(['10.0.0.0/16'])],
      [
        `GET ${ARM}${NETWORK}/virtualNetworks`,
        200,
        { value: [vnet(['10.0.0.0/16']), vnet(['10.1.0.0/16'])] },
      ],
      [`GET ${ARM}/x/operations/1`, 200, { status: 'InProgress' }],
      [`GET ${ARM}/x/operations/1`, 200, { status: 'Failed', ...refusal('VnetAddressSpacesOverlap') }],
      [`PUT ${ARM}${VNET}`, 403, refusal('AuthorizationFailed')],
      [`GET ${GRAPH}/applications/${GUID}`, 200, application],
      [
        `GET ${ARM}${NETWORK}/publicIPAddresses/p`,
        200,
        { id: 'p', type: 'Microsoft.Network/publicIPAddresses' },
      ],
      [`GET ${ARM}${VNET}`, 200, vnet(['ten dot zero'])],
      [`GET ${GRAPH}/applications/${GUID}`, 200, { ...application, id: 'not a GUID' }],
    ]);
    expect(result).toMatchObject({ accepted: 6, skipped: 1 });
    expect(result.rejected.map(({ exchange }) => exchange)).toEqual([7, 8]);
  });
});
