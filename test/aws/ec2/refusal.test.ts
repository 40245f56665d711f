import { describe, expect, it } from 'vitest';
import { asCloudError, isRefusal } from '../../../src/aws/ec2/refusal.js';

/** An error as the SDK throws it. */
function sdkError(
  name: string,
  message: string,
  metadata: object = { httpStatusCode: 400, requestId: 'req-1' },
): Error {
  return Object.assign(new Error(message), { name, $metadata: metadata });
}

const translated = (error: unknown, signal?: AbortSignal) =>
  asCloudError(error, { operation: 'CreateRoute', endpoint: 'https://ec2.test', signal });

describe('errors of EC2', () => {
  it('name the missing action, for whom, and the request', () => {
    const message =
      'You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ec2:CreateRoute on resource: x because no identity-based policy allows it. Encoded authorization failure message: abc';
    expect(translated(sdkError('UnauthorizedOperation', message))).toMatchObject({
      code: 'cloud_refused',
      message: 'AWS does not allow arn:aws:iam::111122223333:user/ci to ec2:CreateRoute (request req-1).',
      call: {
        provider: 'aws',
        operation: 'ec2:CreateRoute',
        cloudCode: 'UnauthorizedOperation',
        requestId: 'req-1',
      },
    });
  });

  it('name the call where AWS names no action', () => {
    const error = translated(
      sdkError('UnauthorizedOperation', 'You are not authorized to perform this operation.'),
    );
    expect(error.message).toContain('the credentials in use to ec2:CreateRoute');
  });

  it.each(['CredentialsProviderError', 'ExpiredToken', 'AuthFailure'])(
    'send to the login after %s',
    (name) => {
      const metadata = name === 'CredentialsProviderError' ? undefined : { httpStatusCode: 401 };
      expect(translated(sdkError(name, 'no', metadata))).toMatchObject({
        code: 'cloud_refused',
        fix: expect.stringContaining('aws sts get-caller-identity'),
      });
    },
  );

  it('keep what AWS says, with a fix for quotas', () => {
    const error = translated(
      sdkError('RouteLimitExceeded', 'The maximum number of routes has been reached.'),
    );
    expect(error.message).toBe(
      'AWS refused ec2:CreateRoute (RouteLimitExceeded) (request req-1): The maximum number of routes has been reached.',
    );
    expect(error.fix).toContain('servicequotas');
  });

  it.each([
    [
      'a socket error',
      Object.assign(new Error('connect'), { code: 'ECONNRESET', $metadata: { attempts: 6 } }),
    ],
    ['a time-out', sdkError('TimeoutError', 'slow', {})],
  ])('are network errors after %s', (_, error) => {
    expect(translated(error)).toMatchObject({
      code: 'network',
      message: expect.stringContaining('https://ec2.test'),
    });
  });

  it('classify an answer that is no XML by its status', () => {
    const page = Object.assign(new Error('parse error'), { $metadata: { httpStatusCode: 503 } });
    expect(translated(page)).toMatchObject({ call: { cloudCode: 'HTTP 503' } });
    expect(translated(sdkError('Unknown', 'html', { httpStatusCode: 500 }))).toMatchObject({
      call: { cloudCode: 'HTTP 500' },
    });
  });

  it('give way to a cancel', () => {
    const signal = AbortSignal.abort(new TypeError('enough'));
    expect(translated(new Error('anything'), signal)).toMatchObject({ code: 'aborted' });
  });

  it('are recognised in both spellings', () => {
    const error = translated(sdkError('InvalidVpcPeeringConnectionId.NotFound', 'gone'));
    expect(isRefusal(error, 'InvalidVpcPeeringConnectionID.NotFound')).toBe(true);
    expect(isRefusal(error, 'InvalidGroup.NotFound')).toBe(false);
  });
});
