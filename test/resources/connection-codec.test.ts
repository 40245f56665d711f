import { describe, expect, test } from 'vitest';
import { InvalidInputError, ResponseError } from '../../src/errors/index.js';
import {
  readConnection,
  readConnections,
  writeConnectionCreate,
} from '../../src/resources/connection-codec.js';
import { thrown } from '../helpers/errors.js';
import { AWS_CONNECTION, wireConnection } from '../helpers/wire.js';

const GUID = '00000000-1111-2222-3333-444444444444';
const azurePeer = {
  provider: 'azure',
  subscriptionId: GUID,
  vnetName: 'hub',
  resourceGroup: 'rg',
  tenantId: GUID,
  appId: GUID,
} as const;
const request = { method: 'GET', path: '/v1/connections/c', attempts: 1, sent: 'yes', status: 200 } as const;

describe('reading', () => {
  test('the cloud is inferred: AWS', () => {
    const { raw, ...connection } = readConnection(wireConnection());
    expect(connection).toStrictEqual({
      id: 'conn-1',
      name: 'to-app',
      networkId: 'net-1',
      status: 'pending',
      peer: { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' },
    });
    expect(raw).toEqual(wireConnection());
  });

  test('the cloud is inferred: GCP, also with an empty azure', () => {
    for (const azure of [undefined, null, {}, { tenant_id: '', resource_group: '' }]) {
      const wire = wireConnection();
      wire.connection_config.peer = {
        account_id: 'my-project',
        vpc_id: 'default',
        ...(azure !== undefined && { azure }),
      };
      expect(readConnection(wire).peer).toEqual({
        provider: 'gcp',
        projectId: 'my-project',
        network: 'default',
      });
    }
  });

  test('the cloud is inferred: Azure', () => {
    const wire = wireConnection();
    wire.connection_config.peer = {
      account_id: GUID,
      vpc_id: 'hub',
      region: 'centralus',
      azure: { resource_group: 'rg', tenant_id: GUID, app_object_id: GUID, use_remote_gateways: true },
    };
    expect(readConnection(wire).peer).toEqual({ ...azurePeer, region: 'centralus', useRemoteGateways: true });
  });

  test('details are kept, unknown fields and words too', () => {
    const wire = {
      ...wireConnection({ status: 'warming', status_detail: 'soon', peer_connection_id: 'pcx-1' }),
      future_field: { a: 1 },
    };
    expect(readConnection(wire)).toMatchObject({
      status: 'warming',
      statusDetail: 'soon',
      peerConnectionId: 'pcx-1',
      raw: { future_field: { a: 1 } },
    });
  });

  test.each([
    [{ ...wireConnection(), connection_id: undefined }, 'connection_id', 'it is missing'],
    [{ ...wireConnection(), connection_id: '' }, 'connection_id', 'it is missing'],
    [{ ...wireConnection(), status: 0 }, 'status', 'it has the wrong type'],
    [{ ...wireConnection(), status: false }, 'status', 'it has the wrong type'],
    [{ ...wireConnection(), connection_config: null }, 'connection_config', 'it is missing'],
    [
      {
        ...wireConnection(),
        connection_config: { name: 'x', network_id: 'n', peer: { account_id: '1' } },
      },
      'connection_config.peer.vpc_id',
      'it is missing',
    ],
    [[], '', 'wrong type'],
    ['text', '', 'wrong type'],
    [null, '', 'it is missing'],
    [undefined, '', 'it is empty'],
  ])('a body that lacks something says where (%#)', (body, at, problem) => {
    const error = thrown(() => readConnection(body, request), ResponseError);
    expect(error.at).toBe(at);
    expect(error.message).toContain(problem);
    expect(error.request).toEqual(request);
  });

  test('in a list the place has an index', () => {
    const broken = [wireConnection(), { ...wireConnection(), status: null }];
    expect(thrown(() => readConnections(broken, request), ResponseError).at).toBe('[1].status');
    expect(thrown(() => readConnections({ items: [] }, request), ResponseError).at).toBe('');
  });

  test('null and 204 are the empty list', () => {
    expect(readConnections(null, request)).toEqual([]);
    expect(readConnections(undefined, { ...request, status: 204 })).toEqual([]);
    thrown(() => readConnections(undefined, request), ResponseError);
  });
});

describe('writing', () => {
  test('every field is sent, empty where it does not apply', () => {
    const { status: _, ...config } = { status: '', ...wireConnection().connection_config };
    expect(writeConnectionCreate(AWS_CONNECTION)).toEqual(config);
  });

  test('a region is sent only where there is one', () => {
    const peer = { ...AWS_CONNECTION.peer, region: 'eu-west-1' };
    expect(writeConnectionCreate({ ...AWS_CONNECTION, peer }).peer).toHaveProperty('region', 'eu-west-1');
    expect(
      writeConnectionCreate({ ...AWS_CONNECTION, peer: { ...peer, region: undefined } }).peer,
    ).not.toHaveProperty('region');
  });

  test('what is written is read back equal', () => {
    const gcp = { provider: 'gcp', projectId: 'my-project', network: 'default' } as const;
    for (const peer of [AWS_CONNECTION.peer, gcp, { ...azurePeer, useRemoteGateways: false }]) {
      const config = writeConnectionCreate({ ...AWS_CONNECTION, peer });
      expect(readConnection({ ...wireConnection(), connection_config: config }).peer).toEqual(peer);
    }
  });

  test.each([
    [{ ...AWS_CONNECTION, name: '' }, 'name', '""'],
    [{ ...AWS_CONNECTION, networkId: 'a b' }, 'networkId', '"a b"'],
    [{ ...AWS_CONNECTION, peer: { ...AWS_CONNECTION.peer, accountId: '42' } }, 'peer.accountId', '"42"'],
    [{ ...AWS_CONNECTION, peer: { ...AWS_CONNECTION.peer, accountId: 42 } }, 'peer.accountId', '42'],
    [{ ...AWS_CONNECTION, peer: { ...AWS_CONNECTION.peer, vpcId: 'vpc-x' } }, 'peer.vpcId', '"vpc-x"'],
    [{ ...AWS_CONNECTION, peer: { ...AWS_CONNECTION.peer, region: 'Ohio' } }, 'peer.region', '"Ohio"'],
    [
      { ...AWS_CONNECTION, peer: { provider: 'gcp', projectId: '123456789012', network: 'default' } },
      'peer.projectId',
      '"123456789012"',
    ],
    [
      { ...AWS_CONNECTION, peer: { provider: 'gcp', projectId: 'my-project', network: 'Default' } },
      'peer.network',
      '"Default"',
    ],
    [{ ...AWS_CONNECTION, peer: { ...azurePeer, tenantId: 'x' } }, 'peer.tenantId', '"x"'],
    [{ ...AWS_CONNECTION, peer: { ...azurePeer, vnetName: '-' } }, 'peer.vnetName', '"-"'],
    [{ ...AWS_CONNECTION, peer: { ...azurePeer, useRemoteGateways: 1 } }, 'peer.useRemoteGateways', '1'],
    [{ ...AWS_CONNECTION, peer: { provider: 'ibm' } }, 'peer.provider', '"ibm"'],
  ])('the message names field, value and a legal one (%#)', (input, field, value) => {
    const error = thrown(() => Reflect.apply(writeConnectionCreate, undefined, [input]), InvalidInputError);
    expect(error.field).toBe(field);
    expect(error.message).toContain(`${field} is ${value}`);
    expect(error.message).toContain('It must be ');
    expect(error.fix).toMatch(/^Pass /);
  });

  test.each([
    [{ networkId: 'n', peer: AWS_CONNECTION.peer }, 'name'],
    [{ name: 'x', networkId: 'n' }, 'peer'],
    [{ name: 'x', networkId: 'n', peer: { provider: 'aws', vpcId: 'vpc-0a1b2c3d' } }, 'peer.accountId'],
    [undefined, 'input'],
  ])('what is missing is named (%#)', (input, field) => {
    const error = thrown(() => Reflect.apply(writeConnectionCreate, undefined, [input]), InvalidInputError);
    expect(error.message).toContain(`${field} is missing`);
  });

  test("another cloud's words are refused by name", () => {
    const peer = { ...AWS_CONNECTION.peer, projectId: 'x' };
    const call = () => Reflect.apply(writeConnectionCreate, undefined, [{ ...AWS_CONNECTION, peer }]);
    expect(thrown(call, InvalidInputError)).toMatchObject({
      field: 'peer.projectId',
      message: 'Unknown option peer.projectId.',
    });
    const misspelt = () =>
      Reflect.apply(writeConnectionCreate, undefined, [{ ...AWS_CONNECTION, networkID: 'x' }]);
    expect(thrown(misspelt, InvalidInputError).fix).toContain('Did you mean networkId?');
  });
});
