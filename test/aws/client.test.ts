import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openEc2 } from '../../src/aws/client.js';
import { load } from '../../src/aws/ec2/load-sdk.js';
import { type AwsAcceptorOptions, checkOptions } from '../../src/aws/options.js';
import { startSandbox } from '../../src/sandbox/index.js';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret' };
const settings = (options: Partial<AwsAcceptorOptions> = {}) =>
  checkOptions({ region: 'eu-west-1', vpcId: 'vpc-0a1b2c3d4e5f67890', ...options });
const endpointFor = async (options: Partial<AwsAcceptorOptions>) =>
  (await openEc2(settings(options))).endpoint();

/** A configuration file whose profile sends EC2 to a double. */
async function withConfig(text: string, work: () => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dfcloud-'));
  const file = join(folder, 'config');
  await writeFile(file, text);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  try {
    await work();
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the way to EC2', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('goes to the region without settings', async () => {
    expect(await endpointFor({ credentials: KEYS })).toBe('https://ec2.eu-west-1.amazonaws.com');
  });

  it.each([
    ['AWS_ENDPOINT_URL', 'http://127.0.0.1:4001'],
    ['AWS_ENDPOINT_URL_EC2', 'http://127.0.0.1:4002'],
  ])('follows %s as the SDK does', async (name, url) => {
    vi.stubEnv(name, url);
    expect(await endpointFor({ credentials: KEYS })).toBe(url);
    expect(await endpointFor({ credentials: KEYS, endpoint: 'http://127.0.0.1:4003' })).toBe(
      'http://127.0.0.1:4003',
    );
  });

  it("follows a profile's endpoint, which the SDK ignores", async () => {
    const text =
      '[profile lab]\nservices = local\nregion = us-east-1\n[services local]\nec2 =\n  endpoint_url = http://127.0.0.1:4004\n';
    await withConfig(text, async () => {
      expect(await endpointFor({ profile: 'lab' })).toBe('http://127.0.0.1:4004');
    });
  });

  it('refuses http to anything but loopback', async () => {
    const opening = openEc2(settings({ credentials: KEYS, endpoint: 'http://ec2.example.com' }));
    await expect(opening).rejects.toMatchObject({ code: 'invalid_input', field: 'endpoint' });
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://10.0.0.1:4566');
    await expect(openEc2(settings({ credentials: KEYS }))).rejects.toThrow('http://10.0.0.1:4566');
  });

  it('takes a client of your own with its endpoint', async () => {
    const client = new EC2Client({
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:4005',
      credentials: KEYS,
    });
    expect(await endpointFor({ client })).toBe('http://127.0.0.1:4005');
    const abroad = new EC2Client({ region: 'us-east-1', credentials: KEYS });
    await expect(openEc2(settings({ client: abroad }))).rejects.toThrow('us-east-1');
  });

  it('takes a role on at the same double', async () => {
    const sandbox = await startSandbox();
    try {
      const { credentials } = sandbox.aws.account();
      const roleArn = 'arn:aws:iam::111122223333:role/network';
      const endpoint = sandbox.endpoints.ec2;
      const ec2 = await openEc2(settings({ credentials, roleArn, endpoint }));
      expect(await ec2.subnets('vpc-0a1b2c3d4e5f67890')).toEqual([]);
      expect(sandbox.requests().map(({ operation }) => operation)).toEqual([
        'sts.AssumeRole',
        'ec2.DescribeSubnets',
      ]);
    } finally {
      await sandbox.close();
    }
  });

  it('says that nothing listens', async () => {
    const ec2 = await openEc2(settings({ credentials: KEYS, endpoint: 'http://127.0.0.1:1' }));
    const failed = ec2.subnets('vpc-0a1b2c3d4e5f67890');
    await expect(failed).rejects.toMatchObject({ code: 'network' });
    await expect(failed).rejects.toThrow('nothing listens there (ECONNREFUSED) at http://127.0.0.1:1');
  });

  it('gives up when no answer comes in time', async () => {
    const sandbox = await startSandbox({ latencyMs: 2_000 });
    try {
      const { credentials } = sandbox.aws.account();
      const endpoint = sandbox.endpoints.ec2;
      const ec2 = await openEc2(settings({ credentials, endpoint, timeoutMs: 30 }));
      await expect(ec2.subnets('vpc-0a1b2c3d4e5f67890')).rejects.toMatchObject({ code: 'network' });
    } finally {
      await sandbox.close();
    }
  });

  it('is cancelled at once', async () => {
    const sandbox = await startSandbox({ latencyMs: 5_000 });
    try {
      const { credentials } = sandbox.aws.account();
      const ec2 = await openEc2(settings({ credentials, endpoint: sandbox.endpoints.ec2 }));
      const stop = new AbortController();
      const failed = ec2.subnets('vpc-0a1b2c3d4e5f67890', stop.signal);
      stop.abort(new Error('enough'));
      await expect(failed).rejects.toMatchObject({ code: 'aborted' });
    } finally {
      await sandbox.close();
    }
  });

  it('names the package that is not installed', async () => {
    const missing = Object.assign(new Error("Cannot find package '@aws-sdk/client-ec2' imported from x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const failed = load('@aws-sdk/client-ec2', () => Promise.reject(missing));
    await expect(failed).rejects.toMatchObject({ fix: 'npm install @aws-sdk/client-ec2' });
    await expect(failed).rejects.toThrow(/^The package @aws-sdk\/client-ec2 is not installed[^\n]*$/);
  });

  it('does not blame the package for another fault', async () => {
    const fault = Object.assign(new Error("Cannot find package 'tslib' imported from x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(load('@aws-sdk/client-ec2', () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
