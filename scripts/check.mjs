// Runs every static check, also after one has failed, and says at the end which did: npm run check
import { spawnSync } from 'node:child_process';

const CHECKS = ['build', 'typecheck', 'lint', 'check:package', 'check:api', 'check:docs', 'docs'];

const failed = [];
for (const name of CHECKS) {
  const startedAt = Date.now();
  console.log(`--- npm run ${name}`);
  const { status } = spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' });
  console.log(
    `--- ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
}

console.log(failed.length === 0 ? 'check: ok' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
