// A gate for a pipeline: node examples/ci-gate.mjs <host:port> [network CIDR]
// Ends with 0 when the endpoint can be reached, 1 when it cannot, 2 when it was called wrongly, and 3 when it could
// not be found out, as `dfcloud verify` does. Waits up to a minute, since a new peering takes a while to carry packets.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDfCloudError, verify } from 'dfcloud/verify';

const EXIT_CODES = { reachable: 0, unreachable: 1, unknown: 3 };
const PATIENCE_MS = Number(process.env.GATE_PATIENCE_MS ?? 60_000);

const [endpoint = '', cidr] = process.argv.slice(2);
try {
  process.exitCode = EXIT_CODES[await gate()];
} catch (error) {
  if (!isDfCloudError(error)) throw error;
  console.error(`${error.message} ${error.fix}`);
  process.exitCode = 2;
}

async function gate() {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const report = await verify({ endpoint, ...(cidr && { cidrs: [cidr] }) });
    if (report.verdict === 'reachable' || Date.now() > deadline) {
      console.log(JSON.stringify(report));
      return report.verdict;
    }
    console.error(`${report.endpoint}: ${report.findings[0]?.summary}`);
    await sleep(2_000);
  }
}
