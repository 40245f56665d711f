// Verifies an endpoint and explains what it finds: node examples/verify-endpoint.mjs [host:port] [network CIDR]
// Without arguments it verifies a datastore of the sandbox, first in good health and then behind four faults.
import { DfCloud } from 'dfcloud';
import { startSandbox } from 'dfcloud/sandbox';
import { renderText, verify } from 'dfcloud/verify';

const [endpoint, cidr] = process.argv.slice(2);
if (endpoint) {
  const report = await verify({ endpoint, ...(cidr && { cidrs: [cidr] }) });
  console.log(renderText(report));
} else {
  await verifySandbox();
}

async function verifySandbox() {
  const sandbox = await startSandbox();
  try {
    const datastore = await makeDatastore(sandbox);
    for (const variant of ['plain', 'passkey', 'tls', 'refusing', 'http']) {
      await datastore.setVariant(variant);
      const report = await verify({ endpoint: datastore.address, tls: false, timeoutMs: 5_000 });
      console.log(`${variant}: ${report.verdict}`);
      for (const finding of report.findings) {
        console.log(`  ${finding.severity} ${finding.code} (${finding.owner}): ${finding.summary}`);
        console.log(`  fix: ${finding.fix.text}`);
      }
    }
  } finally {
    await sandbox.close();
  }
}

/** A network with a datastore in it; gives the control of the datastore's listener. */
async function makeDatastore(sandbox) {
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const location = { provider: 'gcp', region: 'us-central1' };
  const network = await df.networks.create({ name: 'store', location, cidrBlock: '127.84.0.0/16' });
  await df.networks.waitUntilActive(network.id);
  const tier = { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' };
  const input = { name: 'store', networkId: network.id, location, tier, disablePasskey: true };
  const datastore = await df.datastores.create(input);
  await df.datastores.waitUntilActive(datastore.id);
  return sandbox.datastore(datastore.id);
}
