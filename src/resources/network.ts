import type { OrUnknown, Provider } from './provider.js';

/** What the API says of a network's life. */
export type NetworkStatus = OrUnknown<'pending' | 'active' | 'failed' | 'deleting' | 'deleted'>;

/** A private network inside Dragonfly Cloud. */
export interface Network {
  /** The id. */
  readonly id: string;
  /** Free text. */
  readonly name: string;
  /** What the API says of its life. */
  readonly status: NetworkStatus;
  /** Where it runs. */
  readonly location: {
    /** The cloud. */
    readonly provider: OrUnknown<Provider>;
    /** The cloud's own region name. */
    readonly region: string;
  };
  /** Its addresses: `192.168.0.0/16`. */
  readonly cidrBlock: string;
  /** The cloud's own names of it; absent until it is provisioned. */
  readonly vpc?: {
    /** AWS: the owner's account; GCP: the project; Azure: `/subscriptions/…/resourceGroups/…`. */
    readonly accountId: string;
    /** AWS: `vpc-…`; GCP: the network's name; Azure: the VNet's name. */
    readonly resourceId: string;
  };
  /** Set when it runs in the customer's own cloud account. */
  readonly byoc?: {
    /** That account. */
    readonly accountId: string;
  };
  /** An integer whose unit the API does not document. */
  readonly createdAt?: number;
  /** The answer as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What a network is created with. */
export interface CreateNetworkInput {
  /** Free text, not empty. */
  readonly name: string;
  /** Where it is to run. */
  readonly location: {
    /** The cloud. */
    readonly provider: Provider;
    /** The cloud's own region name, for example `us-east-1`. */
    readonly region: string;
  };
  /** `/16` to `/24`, canonical, and apart from every CIDR of the VPCs that are to be connected. */
  readonly cidrBlock: string;
  /** Run it in the customer's own cloud account. */
  readonly byoc?: { readonly accountId: string } | undefined;
}

/** What of a network can be changed. */
export interface UpdateNetworkInput {
  /** Free text, not empty. */
  readonly name: string;
}
