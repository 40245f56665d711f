import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { credentialScope } from '../../../src/sandbox/aws/auth/credential-scope.js';
import { Params } from '../../../src/sandbox/aws/wire/params.js';
import { xmlDocument } from '../../../src/sandbox/aws/wire/xml.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

const signed = (key = sandbox.env.AWS_ACCESS_KEY_ID, region = 'us-east-1', service = 'ec2') =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;

/** A Query request as it goes over the wire. */
async function post(parameters: Record<string, string>, authorization: string | null = signed()) {
  const response = await fetch(sandbox.endpoints.ec2, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization === null ? {} : { authorization }),
    },
    body: new URLSearchParams({ Version: '2016-11-15', ...parameters }).toString(),
  });
  const { status, headers } = response;
  return {
    status,
    type: headers.get('content-type'),
    id: headers.get('x-amzn-requestid'),
    body: await response.text(),
  };
}

const error = (code: string, message: string, id: string | null) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${id}</RequestID></Response>`;

describe('answers', () => {
  test('success: a root with namespace, request id first, empty sets closed', async () => {
    const { status, type, id, body } = await post({ Action: 'DescribeVpcs' });
    expect({ status, type }).toEqual({ status: 200, type: 'text/xml;charset=UTF-8' });
    expect(body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${id}</requestId><vpcSet/></DescribeVpcsResponse>`,
    );
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  test('refusal: one error, the id in capitals, no namespace', async () => {
    const { status, id, body } = await post({ Action: 'DescribeVpcs', 'VpcId.1': 'foobar' });
    expect(status).toBe(400);
    expect(body).toBe(error('InvalidVpcId.Malformed', 'Invalid id: &quot;foobar&quot;', id));
  });

  test('every request has an id of its own', async () => {
    const ids = [await post({ Action: 'DescribeVpcs' }), await post({ Action: 'DescribeVpcs' })].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('true means done', async () => {
    const { body: made } = await post({ Action: 'CreateVpc', CidrBlock: '10.0.0.0/16' });
    const VpcId = /<vpcId>(.*?)</.exec(made)?.[1] ?? '';
    const { body } = await post({ Action: 'DeleteVpc', VpcId });
    expect(body).toMatch(/<DeleteVpcResponse .*<return>true<\/return><\/DeleteVpcResponse>$/);
  });
});

describe('requests', () => {
  test.each([
    [
      'an unknown action',
      { Action: 'StartTheDay' },
      'InvalidAction',
      'The action StartTheDay is not valid for this web service.',
    ],
    ['no action', {}, 'InvalidAction', 'The action  is not valid for this web service.'],
    [
      'an unknown parameter',
      { Action: 'DescribeVpcs', Colour: 'red' },
      'UnknownParameter',
      'The parameter Colour is not recognized',
    ],
    [
      'a missing parameter',
      { Action: 'DeleteVpc' },
      'MissingParameter',
      'The request must contain the parameter vpcId',
    ],
    [
      'a number that is none',
      { Action: 'DescribeVpcs', MaxResults: 'many' },
      'InvalidParameterValue',
      'Value (many) for parameter MaxResults is invalid.',
    ],
    [
      'a flag that is none',
      { Action: 'DescribeVpcs', DryRun: 'perhaps' },
      'InvalidParameterValue',
      'Value (perhaps) for parameter DryRun is invalid.',
    ],
  ])('%s is refused', async (_what, parameters: Record<string, string>, code, message) => {
    const { status, id, body } = await post(parameters);
    expect(status).toBe(400);
    expect(body).toBe(error(code, message, id));
  });

  test.each<[string, string | null, number, string]>([
    ['unsigned', null, 403, 'MissingAuthenticationToken'],
    ['signed with an unknown key', signed('AKIAUNKNOWN'), 401, 'AuthFailure'],
  ])('%s: refused', async (_how, authorization, status, code) => {
    const answer = await post({ Action: 'DescribeVpcs' }, authorization);
    expect(answer).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
  });

  test('a region that does not exist is refused', async () => {
    const answer = await post({ Action: 'DescribeVpcs' }, signed(undefined, 'eu-moon-1'));
    expect(answer.body).toContain('Credential should be scoped to a valid region.');
  });

  test('another service than EC2 and STS is refused', async () => {
    const answer = await post({ Action: 'ListUsers' }, signed(undefined, 'us-east-1', 'iam'));
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('no service iam') });
  });

  test('twelve digits as a key are that account', async () => {
    const { body } = await post({ Action: 'CreateVpc', CidrBlock: '10.0.0.0/16' }, signed('424242424242'));
    expect(body).toContain('<ownerId>424242424242</ownerId>');
  });

  test('spaces come as plus signs or as %20', async () => {
    await post({
      Action: 'CreateVpc',
      CidrBlock: '10.0.0.0/16',
      'TagSpecification.1.ResourceType': 'vpc',
      'TagSpecification.1.Tag.1.Key': 'Name',
      'TagSpecification.1.Tag.1.Value': 'my vpc & more',
    });
    const response = await fetch(sandbox.endpoints.ec2, {
      method: 'POST',
      headers: { authorization: signed() },
      body: 'Action=DescribeVpcs&Filter.1.Name=tag:Name&Filter.1.Value.1=my%20vpc%20%26%20more',
    });
    expect(await response.text()).toContain('<value>my vpc &amp; more</value>');
  });

  test('a client token brings the first answer again', async () => {
    const made = async (ClientToken: string, VpcId: string) =>
      (await post({ Action: 'CreateRouteTable', VpcId, ClientToken })).body;
    const { body: vpc } = await post({ Action: 'CreateVpc', CidrBlock: '10.0.0.0/16' });
    const VpcId = /<vpcId>(.*?)</.exec(vpc)?.[1] ?? '';
    const table = (body: string) => /<routeTableId>(.*?)</.exec(body)?.[1];
    const first = await made('one', VpcId);
    expect(first).toContain('<clientToken>one</clientToken>');
    expect(table(await made('one', VpcId))).toBe(table(first));
    expect(table(await made('two', VpcId))).not.toBe(table(first));
    expect(await made('one', 'vpc-12345678')).toContain('<Code>IdempotentParameterMismatch</Code>');
  });
});

describe('TLS', () => {
  test('with it, AWS has the same certificate authority', async () => {
    await using secure = await startAws({ tls: true });
    expect(secure.endpoints.ec2).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const ca = given(secure.ca);
    const trusting = ec2Of(secure, undefined, 'us-east-1', { requestHandler: { httpsAgent: { ca } } });
    expect((await trusting.describeVpcs({})).Vpcs).toEqual([]);
    await expect(ec2Of(secure).describeVpcs({})).rejects.toThrow(/certificate/);
  });
});

describe('the log', () => {
  test('it shows action and parameters, never a key', async () => {
    sandbox.clearRequests();
    await post({ Action: 'DescribeVpcs', 'VpcId.1': 'vpc-12345678' });
    expect(sandbox.requests()).toMatchObject([
      {
        operation: 'ec2.DescribeVpcs',
        method: 'POST',
        path: '/',
        status: 400,
        body: { Action: 'DescribeVpcs', 'VpcId.1': 'vpc-12345678' },
      },
    ]);
    expect(JSON.stringify(sandbox.requests())).not.toContain(sandbox.env.AWS_ACCESS_KEY_ID);
  });
});

describe('parameters', () => {
  const params = Params.parse(
    'A.2.B.1=x&A.2.B.10=z&A.2.B.9=y&A.1.C=first&Flag=TRUE&Empty=&A.x.C=no&A.0.C=no',
  );

  test('members keep the order of their numbers', () => {
    expect(params.members('A').map((member) => member.texts('B'))).toEqual([[], ['x', 'y', 'z']]);
    expect(params.members('A')[0]?.text('C')).toBe('first');
  });

  test('names, flags and what is missing', () => {
    expect(params.names()).toEqual(['A', 'Flag', 'Empty']);
    expect(params.flag('Flag')).toBe(true);
    expect(params.flag('Other')).toBeUndefined();
    expect(params.has('A')).toBe(true);
    expect(() => params.required('Empty')).toThrow(/must contain the parameter empty/);
  });
});

describe('XML', () => {
  test('lists become items, undefined nothing, text is escaped', () => {
    const content = { a: [{ b: 1 }, 'two'], none: [], gone: undefined, text: '<&>"\u0001', yes: true };
    expect(xmlDocument('R', 'urn:x', content)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="urn:x"><a><item><b>1</b></item><item>two</item></a><none/><text>&lt;&amp;&gt;&quot;</text><yes>true</yes></R>',
    );
  });
});

describe('the signature', () => {
  test('it says who, where and for what', () => {
    expect(credentialScope(signed('AKIA1', 'eu-west-3', 'sts'))).toEqual({
      accessKeyId: 'AKIA1',
      region: 'eu-west-3',
      service: 'sts',
    });
    expect(credentialScope('Bearer token')).toBeUndefined();
    expect(credentialScope(undefined)).toBeUndefined();
  });
});
