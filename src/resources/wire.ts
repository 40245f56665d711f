/*
 * What the Dragonfly Cloud API sends and takes, in its own words. Read from the vendor's public Terraform provider
 * (its Go client, state of 2026-06); there is no published reference, so every reader of these shapes is tolerant.
 */

/** A cloud and one of its regions. */
export interface WireLocation {
  /** `aws`, `gcp` or `azure`. */
  provider: string;
  /** The cloud's own region name. */
  region: string;
  /** Datastores only. */
  availability_zones?: string[] | null;
}

/** The customer's own cloud account, where the network runs in it (bring your own cloud). Empty otherwise. */
export interface WireByoc {
  /** The customer's cloud account. */
  account_id?: string;
}

/** Body of POST /v1/networks. */
export interface WireNetworkCreate {
  /** Free text. */
  name: string;
  /** Where it runs. */
  location: WireLocation;
  /** `/16` to `/24`. */
  cidr_block: string;
  /** Empty unless the network runs in the customer's account. */
  byoc: WireByoc;
}

/** A network as the API answers: the config fields stand beside the id. */
export interface WireNetwork extends WireNetworkCreate {
  /** The id. */
  network_id: string;
  /** pending, active, failed, deleting, deleted. */
  status: string;
  /** An integer whose unit is not documented. */
  created_at: number;
  /** Null until provisioned. AWS: owner id and `vpc-…`; GCP: project id and network name; Azure: resource group path and VNet name. */
  vpc: { resource_id: string; account_id: string } | null;
}

/** The customer's side of a connection. The vendor's client sends every field, empty where it does not apply. */
export interface WirePeer {
  /** AWS account, GCP project id, Azure subscription id. */
  account_id: string;
  /** Always empty in the vendor's client. */
  cidr_block?: string;
  /** AWS VPC id, GCP network name, Azure VNet name. */
  vpc_id: string;
  /** Only where the customer's region differs from the network's (AWS), or for Azure. */
  region?: string;
  /** Empty strings unless the peer is on Azure. */
  azure?: {
    resource_group?: string;
    tenant_id?: string;
    /** The application (client) id, in spite of its name: only that one resolves from another tenant. */
    app_object_id?: string;
    use_remote_gateways?: boolean;
  } | null;
}

/** Body of POST /v1/connections. */
export interface WireConnectionConfig {
  /** Free text. */
  name: string;
  /** The Dragonfly network. */
  network_id: string;
  /** The customer's side. */
  peer: WirePeer;
}

/** A connection as the API answers: here the config is nested. */
export interface WireConnection {
  /** The id. */
  connection_id: string;
  /** pending, inactive, active, irrecoverable, failed, deleting, deleted. */
  status: string;
  /** Why, in the API's words; mostly on failed and irrecoverable. */
  status_detail?: string;
  /** The cloud's own id of the peering (AWS: `pcx-…`); empty while pending. */
  peer_connection_id?: string;
  /** What it was created with. */
  connection_config: WireConnectionConfig;
}

/** Body of POST and PUT /v1/datastores, and `config` of the answer. */
export interface WireDatastoreConfig {
  /** Free text. */
  name: string;
  /** The private network; empty for a public datastore. */
  network_id?: string;
  /** Where it runs. */
  location: WireLocation;
  /** Size and speed. */
  tier: {
    max_memory_bytes: number;
    /** dev, standard, enhanced or extreme. */
    performance_tier: string;
    replicas?: number;
    byoc_instance_family?: { name?: string } | null;
  };
  /** Sharding over several nodes ("Swarm"), spoken to by the Redis Cluster protocol. */
  cluster?: { enabled?: boolean; shard_memory?: number } | null;
  /** Server options. */
  dragonfly?: {
    cache_mode?: boolean;
    tls?: boolean;
    bullmq?: boolean;
    sidekiq?: boolean;
    memcached?: boolean;
    acl_rules?: string[] | null;
  } | null;
  /** When backups are taken. */
  backup_policy?: {
    enabled?: boolean;
    retention?: number;
    every_hour?: boolean;
    every_day?: boolean;
    hours?: number[] | null;
    weekdays?: number[] | null;
  } | null;
  /** Where the data came from. */
  restore?: { backup_id?: string; loaded?: boolean } | null;
  /** When upgrades may happen. */
  maintenance_window?: { weekday?: number; hour?: number; duration_hours?: number } | null;
  /** True: no password. */
  disable_passkey?: boolean;
  /** The customer's own cloud account. */
  byoc?: WireByoc;
}

/** A datastore as the API answers. */
export interface WireDatastore {
  /** The id. */
  datastore_id: string;
  /** pending, updating, restoring, active, deleting, deleted. */
  status: string;
  /** An integer whose unit is not documented. */
  created_at: number;
  /** The passkey. A secret. */
  password?: string;
  /** `host:port`; empty until active. */
  addr?: string;
  /** The vendor's monitoring page. */
  dashboard?: { url?: string } | null;
  /** What it was created with. */
  config: WireDatastoreConfig;
}
