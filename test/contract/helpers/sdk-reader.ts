import { Readable } from 'node:stream';
import { EC2, EC2ServiceException } from '@aws-sdk/client-ec2';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What the AWS SDK makes of an answer: its output, or the error that it throws. Nothing goes over a network. */
export async function readBySdk(action: string, status: number, xml: string): Promise<unknown> {
  const client = new EC2({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: { statusCode: status, headers: { 'content-type': 'text/xml' }, body: Readable.from([xml]) },
      }),
    },
  });
  const method: unknown = Reflect.get(client, action.charAt(0).toLowerCase() + action.slice(1));
  if (typeof method !== 'function') throw new TypeError(`the SDK has no ${action}`);
  try {
    const { $metadata, ...output } = await method.call(client, {});
    return output;
  } catch (error) {
    if (error instanceof EC2ServiceException) return { code: error.name, message: error.message };
    throw error;
  }
}
