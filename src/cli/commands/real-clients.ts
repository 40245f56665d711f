import type { Sandbox } from '../../sandbox/index.js';

/** Where the files are that clients take their settings from. */
export interface ClientFiles {
  /** The sandbox's CA as PEM. */
  readonly ca: string;
  /** The access token of Google Cloud, alone in its file. */
  readonly googleToken: string;
  /** An empty folder for a client's own state, so that nothing of the user's is read or changed. */
  readonly state: (client: string) => string;
}

/** A client of a real cloud, and what makes it talk to the sandbox instead. */
export interface RealClient {
  /** Its key in the JSON. */
  readonly name: 'aws' | 'gcloud' | 'az' | 'node' | 'go';
  /** The program, or the kind of program. */
  readonly title: string;
  /** The environment variables that it needs. */
  readonly env: Readonly<Record<string, string>>;
  /** A first command. */
  readonly example: string;
}

/** What each real client needs in order to talk to a sandbox that serves TLS. */
export function realClients({ endpoints, env }: Sandbox, files: ClientFiles): RealClient[] {
  const { proxy = '' } = endpoints;
  return [
    awsCli(env, files),
    gcloud(env, files),
    az(env, proxy, files),
    node(proxy, files),
    go(env, proxy, files),
  ];
}

function awsCli(env: Sandbox['env'], { ca }: ClientFiles): RealClient {
  return {
    name: 'aws',
    title: 'aws',
    env: {
      AWS_CA_BUNDLE: ca,
      AWS_ENDPOINT_URL_EC2: env.AWS_ENDPOINT_URL_EC2,
      AWS_ENDPOINT_URL_STS: env.AWS_ENDPOINT_URL_STS,
      AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    example: 'aws ec2 describe-vpcs --region us-east-1',
  };
}

function gcloud(env: Sandbox['env'], { ca, googleToken, state }: ClientFiles): RealClient {
  return {
    name: 'gcloud',
    title: 'gcloud',
    env: {
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: ca,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: env.CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE,
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: googleToken,
      CLOUDSDK_CORE_PROJECT: env.GOOGLE_CLOUD_PROJECT,
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_CONFIG: state('gcloud'),
    },
    example: 'gcloud compute networks list',
  };
}

/** Its hosts cannot be changed without changing what it asks tokens for, so it goes through the proxy. */
function az(env: Sandbox['env'], proxy: string, { ca, state }: ClientFiles): RealClient {
  return {
    name: 'az',
    title: 'az',
    env: {
      HTTPS_PROXY: proxy,
      REQUESTS_CA_BUNDLE: ca,
      // What it remembers of tokens and hosts would outlive the sandbox.
      AZURE_CONFIG_DIR: state('az'),
      AZURE_CORE_COLLECT_TELEMETRY: 'no',
    },
    example: `az login --service-principal -u ${env.AZURE_CLIENT_ID} -p ${env.AZURE_CLIENT_SECRET} --tenant ${env.AZURE_TENANT_ID}`,
  };
}

/** Azure's SDKs go through the proxy; the others are given addresses by `env`. */
function node(proxy: string, { ca }: ClientFiles): RealClient {
  return {
    name: 'node',
    title: 'SDKs for Node',
    env: { NODE_EXTRA_CA_CERTS: ca, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost' },
    example: 'node your-program.mjs',
  };
}

/** Terraform's providers and other programs written in Go: all of them go through the proxy. */
function go(env: Sandbox['env'], proxy: string, { ca }: ClientFiles): RealClient {
  return {
    name: 'go',
    title: 'Terraform and other programs in Go',
    env: {
      SSL_CERT_FILE: ca,
      HTTPS_PROXY: proxy,
      NO_PROXY: '127.0.0.1,localhost',
      AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY,
      GOOGLE_OAUTH_ACCESS_TOKEN: env.GOOGLE_OAUTH_ACCESS_TOKEN,
      GOOGLE_PROJECT: env.GOOGLE_CLOUD_PROJECT,
      ARM_TENANT_ID: env.AZURE_TENANT_ID,
      ARM_CLIENT_ID: env.AZURE_CLIENT_ID,
      ARM_CLIENT_SECRET: env.AZURE_CLIENT_SECRET,
      ARM_SUBSCRIPTION_ID: env.AZURE_SUBSCRIPTION_ID,
    },
    example: 'terraform plan',
  };
}
