// npm run chaos -- --cloud aws|gcp [--json] [--every N] [--jobs N]
//
// For every HTTP call of a clean run and every fault: a run in which just that call goes wrong, then the same again
// undisturbed. The world must end as after a clean run. Exits 1 when one did not converge.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canonical, duplicatesIn, idsOf, partsOf } from './canonical.mjs';
import { FAULTS } from './faults.mjs';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const { values } = parseArgs({
  options: {
    cloud: { type: 'string', default: 'aws' },
    json: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '3' },
  },
});
const CLOUDS = {
  aws: () => import('./aws.mjs'),
  gcp: () => import('./gcp.mjs'),
  azure: () => import('./azure.mjs'),
};
if (!CLOUDS[values.cloud]) {
  console.error(`--cloud is ${values.cloud}. It must be one of: ${Object.keys(CLOUDS).join(', ')}.`);
  process.exit(2);
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { openScene } = await CLOUDS[values.cloud]();
const log = (text) => console.error(text);

const VERBS = {
  apply: (scene, options, timeoutMs) =>
    scene.client(timeoutMs).peering.apply(scene.acceptor(timeoutMs), { ...scene.subject, ...options }),
  destroy: (scene, options, timeoutMs) =>
    scene.client(timeoutMs).peering.destroy(scene.acceptor(timeoutMs), { ...scene.subject, ...options }),
};

/** A scene in which a verb can be tried: before a destroy, there has to be something to destroy. */
async function sceneFor(verb) {
  const scene = await openScene();
  const ids = idsOf(scene.sandbox.world());
  if (verb === 'destroy') await VERBS.apply(scene, {});
  scene.sandbox.clearRequests();
  return { ...scene, ids };
}

/** How many calls a clean run makes, and how the world is afterwards. */
async function cleanRun(verb) {
  const scene = await sceneFor(verb);
  try {
    await VERBS[verb](scene, {});
    return { calls: scene.sandbox.requests().length, world: canonical(scene.sandbox.world(), scene.ids) };
  } finally {
    await scene.close();
  }
}

/** A run in this process. A kill is an abort that nothing can answer any more. Gives what it told and threw. */
async function runHere(scene, verb, { timeoutMs }, onDeath) {
  const death = new AbortController();
  onDeath(() => death.abort());
  const told = [];
  const onEvent = (event) => told.push(JSON.stringify(event));
  try {
    told.push(JSON.stringify(await VERBS[verb](scene, { signal: death.signal, onEvent }, timeoutMs)));
  } catch (error) {
    told.push(String(error?.stack), JSON.stringify(error));
  }
  return told.join('\n');
}

/** The same as a process of its own, which really dies. */
function runChild(scene, verb, onDeath) {
  const args = [CLI, verb, values.cloud, ...scene.flags, '--json', ...(verb === 'destroy' ? ['--yes'] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...scene.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onDeath(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', () => resolve(output)));
}

async function runCase({ verb, call, name, inChild }, clean) {
  const scene = await sceneFor(verb);
  const { fault, kills = false, timeoutMs } = FAULTS[name];
  try {
    const strangers = () => JSON.stringify(partsOf(scene.stranger, scene.sandbox.world()[values.cloud]));
    const before = strangers();
    let seen = 0;
    let die = () => undefined;
    const on = () => {
      seen += 1;
      if (seen === call && kills) die();
      return seen === call;
    };
    const handle = scene.sandbox.faults.add({ fault, times: 1, on });
    const onDeath = (end) => {
      die = end;
    };
    const outputs = [
      inChild ? await runChild(scene, verb, onDeath) : await runHere(scene, verb, { timeoutMs }, onDeath),
    ];
    const hit = handle.hits > 0;
    handle.remove();
    outputs.push(await runHere(scene, verb, {}, () => undefined));

    const world = scene.sandbox.world();
    const now = canonical(world, scene.ids);
    return {
      converged: hit && now === clean.world,
      hit,
      duplicates: duplicatesIn(world),
      foreignTouched: strangers() === before ? 0 : 1,
      secretsLeft: scene.secretsLeft?.() ?? 0,
      leaks: scene.secrets.filter((secret) => outputs.some((output) => output.includes(secret))).length,
      difference: now === clean.world ? '' : firstDifference(clean.world, now),
      outputs,
    };
  } finally {
    await scene.close();
  }
}

function firstDifference(wanted, got) {
  const [a, b] = [wanted.split('\n'), got.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  return `wanted ${a.slice(at, at + 3).join(' ')} | got ${b.slice(at, at + 3).join(' ')}`;
}

/** The last calls of a clean run are polls that another run may not need; every call that is made is tried. */
function casesOf(verb, calls) {
  const every = Number(values.every);
  const cases = [];
  for (let call = 1; call <= calls; call += 1) {
    for (const [index, name] of Object.keys(FAULTS).entries()) {
      if ((call + index) % every !== 0) continue;
      // Half of the kills are real: of a process, by SIGKILL.
      cases.push({ verb, call, name, inChild: Boolean(FAULTS[name].kills) && call % 2 === 0 });
    }
  }
  return cases;
}

const started = performance.now();
const FLAWS = ['duplicates', 'foreignTouched', 'secretsLeft', 'leaks'];
const total = { cloud: values.cloud, cases: 0, converged: 0 };
for (const flaw of FLAWS) total[flaw] = 0;
for (const verb of Object.keys(VERBS)) {
  const clean = await cleanRun(verb);
  const cases = casesOf(verb, clean.calls);
  log(`${verb}: ${clean.calls} calls, ${cases.length} cases`);
  const queue = cases.values();
  const worker = async () => {
    for (const one of queue) {
      const result = await runCase(one, clean);
      // A run that needed fewer calls than the clean one never met the fault: nothing was tried.
      if (!result.hit) continue;
      total.cases += 1;
      total.converged += result.converged ? 1 : 0;
      for (const flaw of FLAWS) total[flaw] += result[flaw];
      const flaws = FLAWS.filter((flaw) => result[flaw] > 0);
      if (result.converged && flaws.length === 0) continue;
      log(
        `✗ ${verb} call ${one.call} ${one.name}${one.inChild ? ' (child)' : ''}: ${[...flaws, result.difference].join(' ')}`,
      );
      if (process.env.CHAOS_DEBUG) log(result.outputs.map((output) => output.slice(-1500)).join('\n--\n'));
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}
log(
  `${total.converged} of ${total.cases} converged in ${Math.round((performance.now() - started) / 1000)} s`,
);
const sound = total.converged === total.cases && total.cases > 0;
const clean = FLAWS.every((flaw) => total[flaw] === 0);
if (values.json) console.log(JSON.stringify(total));
process.exitCode = sound && clean ? 0 : 1;
