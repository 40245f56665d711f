// Measures what a user pays: import time, requests per second, the wall time of `apply`, size.
// `--json` prints one line of JSON instead. Runs on the built package: npm run build && npm run bench.
import { measureApply, printApply } from './apply.mjs';
import { measureImports, printImports } from './import-time.mjs';
import { measurePackage, printPackage } from './package-size.mjs';
import { measureRequests, printRequests } from './requests.mjs';

const imports = measureImports();
const requests = await measureRequests();
const apply = await measureApply();
const size = measurePackage();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ node: process.versions.node, imports, requests, apply, package: size }));
} else {
  console.log(
    [printImports(imports), printRequests(requests), printApply(apply), printPackage(size)].join('\n\n'),
  );
}
