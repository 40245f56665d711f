// Measures what a user pays: import time, requests per second, size. `--json` prints one line of JSON instead.
// Runs on the built package: npm run build && npm run bench.
import { measureImports, printImports } from './import-time.mjs';
import { measurePackage, printPackage } from './package-size.mjs';
import { measureRequests, printRequests } from './requests.mjs';

const imports = measureImports();
const requests = await measureRequests();
const size = measurePackage();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ node: process.versions.node, imports, requests, package: size }));
} else {
  console.log([printImports(imports), printRequests(requests), printPackage(size)].join('\n\n'));
}
