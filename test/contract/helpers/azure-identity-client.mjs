// The real clients of Entra in a process of their own, since a CA is trusted from the start of a process or never.
// Takes a plan as its argument, and prints what came of each part as one JSON document.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';

const plan = JSON.parse(process.argv[2] ?? '{}');
const { origin, tenantId, vendorTenantId, app, certificate, assertion, folder } = plan;
const host = new URL(origin).host;
const scopes = ['https://management.azure.com/.default'];

/** A client of one directory; `knownAuthorities` spares it the question whether the host is one of Microsoft's. */
function msal(tenant, credential, knownAuthorities = [host]) {
  const auth = { clientId: app.appId, authority: `${origin}/${tenant}`, knownAuthorities, ...credential };
  return new ConfidentialClientApplication({ auth });
}

const bySecret = { clientSecret: app.secret };
const byCertificate = {
  clientCertificate: { thumbprintSha256: certificate.thumbprintSha256, privateKey: certificate.privateKey },
};
const byAssertion = { clientAssertion: assertion };
const acquire = (client, more = {}) => client.acquireTokenByClientCredential({ scopes, ...more });

const identityOptions = { authorityHost: origin, disableInstanceDiscovery: true };
const pem = join(folder, 'certificate.pem');
writeFileSync(pem, `${certificate.privateKey}\n${certificate.pem}`);
const tokenFile = join(folder, 'token');
writeFileSync(tokenFile, assertion);

const parts = {
  msalSecret: () => acquire(msal(tenantId, bySecret)),
  msalVendor: () => acquire(msal(vendorTenantId, bySecret)),
  msalBothByOneClient: async () => {
    const client = msal(tenantId, bySecret);
    const own = await acquire(client);
    const vendors = await acquire(client, { authority: `${origin}/${vendorTenantId}` });
    return { own, vendors, cached: (await acquire(client)).fromCache };
  },
  msalCertificate: () => acquire(msal(tenantId, byCertificate)),
  msalAssertion: () => acquire(msal(tenantId, byAssertion)),
  msalWithoutPort: () => acquire(msal(tenantId, bySecret, ['127.0.0.1'])),
  msalWrongSecret: () => acquire(msal(tenantId, { clientSecret: 'wrong' })),
  msalUnknownDirectory: () => acquire(msal('99999999-0000-4000-8000-000000000000', bySecret)),
  msalOrganizations: () => acquire(msal('organizations', bySecret)),
  msalOtherApplication: () => {
    const auth = { clientId: '99999999-0000-4000-8000-000000000000', clientSecret: 'x' };
    const authority = { authority: `${origin}/${tenantId}`, knownAuthorities: [host] };
    return acquire(new ConfidentialClientApplication({ auth: { ...auth, ...authority } }));
  },
  msalDeviceCode: async () => {
    const auth = { clientId: plan.publicClientId, authority: `${origin}/${tenantId}` };
    const client = new PublicClientApplication({ auth: { ...auth, knownAuthorities: [host] } });
    const messages = [];
    const deviceCodeCallback = ({ message }) => messages.push(message);
    const result = await client.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    const again = await client.acquireTokenSilent({ account: result.account, scopes, forceRefresh: true });
    return { ...result, messages, refreshed: again.accessToken !== result.accessToken };
  },
  identitySecret: () =>
    new ClientSecretCredential(tenantId, app.appId, app.secret, identityOptions).getToken(scopes),
  identityVendor: () =>
    new ClientSecretCredential(vendorTenantId, app.appId, app.secret, identityOptions).getToken(scopes),
  identityCertificate: () =>
    new ClientCertificateCredential(tenantId, app.appId, pem, identityOptions).getToken(scopes),
  identityAssertion: () =>
    new ClientAssertionCredential(tenantId, app.appId, async () => assertion, identityOptions).getToken(
      scopes,
    ),
  identityWorkload: () =>
    new WorkloadIdentityCredential({
      tenantId,
      clientId: app.appId,
      tokenFilePath: tokenFile,
      ...identityOptions,
    }).getToken(scopes),
  identityDeviceCode: () => {
    const userPromptCallback = () => undefined;
    const options = { tenantId, clientId: plan.publicClientId, userPromptCallback, ...identityOptions };
    return new DeviceCodeCredential(options).getToken(scopes);
  },
  identityWrongSecret: () =>
    new ClientSecretCredential(tenantId, app.appId, 'wrong', identityOptions).getToken(scopes),
};

/** What a part gave: a token's claims in place of the token, or the error's own fields. */
async function outcome(part) {
  try {
    return { ok: true, value: shown(await part()) };
  } catch (error) {
    const { name, errorCode, errorNo, status, errorMessage, message } = error;
    return { ok: false, error: { name, errorCode, errorNo, status, message: errorMessage ?? message } };
  }
}

function shown(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shown);
  const token = value.accessToken ?? value.token;
  if (typeof token === 'string') {
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
    const { messages, refreshed, tenantId: tenant } = value;
    return { claims, tenant, messages, refreshed };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

const wanted = plan.parts ?? Object.keys(parts);
const results = await Promise.all(wanted.map(async (name) => [name, await outcome(parts[name])]));
console.log(JSON.stringify(Object.fromEntries(results)));
