import type { Directory } from '../state/records.js';

/** The OpenID configuration of a directory; `tenant` is what the URL says, and stays in the endpoints. */
export function openidConfiguration(
  origin: string,
  tenant: string,
  directory: Directory | undefined,
): Readonly<Record<string, unknown>> {
  const base = `${origin}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    // For `common` and `organizations` the real service writes this placeholder.
    issuer: `${origin}/${directory?.id ?? '{tenantid}'}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
    tenant_region_scope: directory ? 'EU' : null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  };
}

/** Which hosts stand for the same cloud. The host that was asked about counts as one of its own. */
export function instanceDiscovery(
  authorizationEndpoint: string,
  apiVersion: string,
): Readonly<Record<string, unknown>> {
  const { origin, host, pathname } = URL.canParse(authorizationEndpoint)
    ? new URL(authorizationEndpoint)
    : new URL('https://login.microsoftonline.com/common/oauth2/v2.0/authorize');
  const tenant = pathname.split('/')[1] ?? 'common';
  const published = {
    preferred_network: 'login.microsoftonline.com',
    preferred_cache: 'login.windows.net',
    aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  };
  const own = { preferred_network: host, preferred_cache: host, aliases: [host] };
  return {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': apiVersion,
    metadata: published.aliases.includes(host) ? [published] : [published, own],
  };
}
