/** The clouds that Azure runs apart from each other. */
export type AzureCloud = 'public' | 'usgov' | 'china';

/** The three services of one cloud, as origins. */
export interface AzureOrigins {
  /** Azure Resource Manager. */
  readonly arm: string;
  /** Microsoft Graph. */
  readonly graph: string;
  /** Entra ID, which gives tokens. */
  readonly entra: string;
}

/** The origins of each cloud; also what tokens are asked for, whatever endpoint the calls go to. */
export const ORIGINS: Readonly<Record<AzureCloud, AzureOrigins>> = {
  public: {
    arm: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    entra: 'https://login.microsoftonline.com',
  },
  usgov: {
    arm: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    entra: 'https://login.microsoftonline.us',
  },
  china: {
    arm: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    entra: 'https://login.chinacloudapi.cn',
  },
};
