import { checkId, type Outcome, type Path, type VerifyRun } from '../run.js';
import type { Probe } from './probe.js';

/** Where public endpoints and the Memcached protocol are served; a private endpoint is on 6379. */
export const PUBLIC_PORT = 6385;
/** See `PUBLIC_PORT`. */
export const MEMCACHED_PORT = 6371;

/** Is what was given consistent, before any packet is sent: blocks, port, and the endpoint's addresses among them. */
export const probeAddress: Probe = async (run) => {
  await run.check('address.cidrs', 'address', () => cidrs(run));
  await run.check('address.overlap', 'address', () => overlap(run));
  await run.check('address.port', 'address', () => port(run));
  const paths = await run.paths();
  if (paths.length === 0) {
    await run.check('address.endpoint', 'address', () => ({
      status: 'inconclusive',
      summary: `${run.request.host} has no address that could be judged`,
    }));
  }
  for (const path of paths) {
    await run.check(checkId('address.endpoint', path), 'address', () => endpoint(run, path));
  }
};

function cidrs({ request }: VerifyRun): Outcome {
  const network = request.cidrs.map(String);
  const source = request.sourceCidrs.map(String);
  if (network.length + source.length === 0) return { status: 'skipped', summary: 'no CIDRs were given' };
  const parts = [
    ...(network.length ? [`network ${network.join(', ')}`] : []),
    ...(source.length ? [`source ${source.join(', ')}`] : []),
  ];
  return {
    status: 'pass',
    summary: `${parts.join('; ')}: legal`,
    evidence: { cidrs: network, sourceCidrs: source },
  };
}

function overlap({ request, facts }: VerifyRun): Outcome {
  const { cidrs: network, sourceCidrs: source } = request;
  if (network.length === 0 || source.length === 0) {
    return { status: 'skipped', summary: 'needs the CIDRs of the network and of the source' };
  }
  const pairs = network.flatMap((block) =>
    source.filter((other) => other.overlaps(block)).map((other) => [String(block), String(other)] as const),
  );
  facts.overlaps = pairs;
  if (pairs.length === 0) return { status: 'pass', summary: 'network and source do not overlap' };
  const shown = pairs.map(([block, other]) => `${block} and ${other}`).join(', ');
  return { status: 'fail', summary: `${shown} overlap`, evidence: { overlaps: pairs } };
}

function port({ request }: VerifyRun): Outcome {
  const evidence = { port: request.port };
  if (request.port === PUBLIC_PORT && !request.allowPublic) {
    return { status: 'fail', summary: `${PUBLIC_PORT} is the port of public endpoints`, evidence };
  }
  if (request.port === MEMCACHED_PORT) {
    return { status: 'fail', summary: `${MEMCACHED_PORT} is the Memcached port`, evidence };
  }
  return { status: 'pass', summary: `port ${request.port}`, evidence };
}

function endpoint({ request }: VerifyRun, { facts }: Path): Outcome {
  const evidence = {
    address: facts.address,
    kind: facts.kind,
    ...(facts.insideCidrs !== undefined && { insideCidrs: facts.insideCidrs }),
  };
  const blocks = request.cidrs.join(', ');
  if (facts.kind === 'unusable') {
    return { status: 'fail', summary: `${facts.address} is reserved, no host has it`, evidence };
  }
  if (facts.kind === 'public' && !request.allowPublic) {
    return { status: 'fail', summary: `${facts.address} is public: nothing will be sent to it`, evidence };
  }
  if (facts.insideCidrs === false) {
    return { status: 'fail', summary: `${facts.address} lies outside ${blocks}`, evidence };
  }
  const where = facts.insideCidrs ? `, inside ${blocks}` : '';
  return { status: 'pass', summary: `${facts.address} is ${facts.kind}${where}`, evidence };
}
