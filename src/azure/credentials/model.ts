/** A token as `getToken` of @azure/identity's credentials gives it. */
export interface AzureAccessToken {
  readonly token: string;
  /** When it ends, in milliseconds since 1970. */
  readonly expiresOnTimestamp: number;
}

/** Anything that gives tokens, such as the credentials of @azure/identity. */
export interface AzureTokenCredential {
  /** A token for scopes such as `https://management.azure.com/.default`; null when there is none. */
  getToken(
    scopes: string | string[],
    options?: { abortSignal?: AbortSignal; tenantId?: string },
  ): Promise<AzureAccessToken | null>;
}

/** An application that proves itself by a secret. */
export interface AzureClientSecret {
  /** The application (client) id. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** @default the tenant of the subscription */
  readonly tenantId?: string | undefined;
}

/** An application that proves itself by a certificate. */
export interface AzureClientCertificate {
  /** The application (client) id. */
  readonly clientId: string;
  /** The certificate and its private key, PEM, one after the other. */
  readonly clientCertificate: string;
  /** @default the tenant of the subscription */
  readonly tenantId?: string | undefined;
}

/** An application that somebody else vouches for: workload identity, GitHub Actions, another cloud. */
export interface AzureClientAssertion {
  /** The application (client) id. */
  readonly clientId: string;
  /** The signed assertion (a JWT), or a function that gives a fresh one. */
  readonly clientAssertion: string | (() => Promise<string>);
  /** @default the tenant of the subscription */
  readonly tenantId?: string | undefined;
}

/** What a person must do to sign in. */
export interface DeviceCodePrompt {
  /** The page to open. */
  readonly verificationUri: string;
  /** The code to enter there. */
  readonly userCode: string;
  /** Both in one sentence, in the words of Entra ID. */
  readonly message: string;
  /** How long the code is good for, in milliseconds. */
  readonly expiresInMs: number;
}

/** A person, who signs in on any device. */
export interface AzureDeviceCode {
  /** Shows the person what to do. */
  readonly deviceCode: (prompt: DeviceCodePrompt) => void;
  /** The public application to sign in to. @default that of Azure's own command line */
  readonly clientId?: string | undefined;
  /** @default the tenant of the subscription */
  readonly tenantId?: string | undefined;
}

/** Tokens that are at hand already, one for each of the two services. */
export interface AzureAccessTokens {
  readonly accessToken: {
    /** For Azure Resource Manager (`az account get-access-token`). */
    readonly arm: string;
    /** For Microsoft Graph (`az account get-access-token --resource-type ms-graph`). */
    readonly graph: string;
  };
}

/** Who makes the calls: the identity of the customer's administrator. */
export type AzureCredential =
  | AzureTokenCredential
  | AzureClientSecret
  | AzureClientCertificate
  | AzureClientAssertion
  | AzureDeviceCode
  | AzureAccessTokens;
