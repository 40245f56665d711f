import { EC2 } from '@aws-sdk/client-ec2';
import { STS } from '@aws-sdk/client-sts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The clients of both accounts at one server, and the names of what was made there. */
export interface Cast {
  readonly customer: EC2;
  readonly vendor: EC2;
  readonly customerId: string;
  readonly vendorId: string;
  /** Sends a request that no SDK would send. */
  raw(parameters: Readonly<Record<string, string>>): Promise<unknown>;
  /** Lets time pass until what takes a moment has happened. */
  settle(): Promise<void>;
  /** The id that was kept under this name. */
  id(name: string): string;
  /** Keeps an id under a name, which stands for it when answers are compared. */
  keep(name: string, id: string | undefined): void;
  /** Ids by the names under which they are compared. */
  readonly names: ReadonlyMap<string, string>;
}

const CUSTOMER = '111122223333';
const VENDOR = '999988887777';
const REGION = 'us-east-1';

/** Both accounts at a server, entered by AssumeRole as in real life. */
export async function castAt(endpoint: string, settle: () => Promise<void>): Promise<Cast> {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  const [customer, vendor] = await Promise.all([clientOf(endpoint, CUSTOMER), clientOf(endpoint, VENDOR)]);
  return {
    customer: customer.client,
    vendor: vendor.client,
    customerId: CUSTOMER,
    vendorId: VENDOR,
    raw: (parameters) => post(endpoint, customer.key, customer.token, parameters),
    settle,
    id: (name) => ids.get(name) ?? `no ${name} was made`,
    keep: (name, id) => {
      if (id === undefined) return;
      ids.set(name, id);
      names.set(id, `<${name}>`);
    },
    names,
  };
}

async function clientOf(endpoint: string, account: string) {
  const sts = new STS({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: CUSTOMER, secretAccessKey: 'test' },
  });
  const RoleArn = `arn:aws:iam::${account}:role/test`;
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: 'test' });
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const client = new EC2({ region: REGION, endpoint, credentials, maxAttempts: 1 });
  return { client, key: credentials.accessKeyId, token: credentials.sessionToken };
}

async function post(
  endpoint: string,
  key: string,
  token: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-amz-security-token': token,
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: '2016-11-15', ...parameters }),
  });
  const body = await response.text();
  return { status: response.status, code: /<Code>(.*?)</.exec(body)?.[1] ?? 'no XML error' };
}
