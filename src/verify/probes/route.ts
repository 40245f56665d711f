import { hostCidr } from '../../path/cidr.js';
import { within } from '../../path/ranges.js';
import type { SourceFact } from '../facts.js';
import { kernelRouteTo } from '../kernel-route.js';
import { checkId, mayTry, type Outcome, type Path, type VerifyRun } from '../run.js';
import { errnoOf } from '../wire/errno.js';
import type { Probe } from './probe.js';

/** What Linux, macOS and Windows say when there is no route, or one that forbids: the last two are Linux's `prohibit` and `blackhole`. */
const NO_ROUTE = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EACCES',
  'EINVAL',
]);

/**
 * Which source address and interface this host's kernel would use: a UDP socket is connected, which asks the routing
 * table and sends nothing.
 */
export const probeRoute: Probe = async (run) => {
  const paths = await run.paths();
  if (paths.length === 0) {
    await run.check('route.source', 'route', () => ({ status: 'skipped', summary: 'there is no address' }));
  }
  for (const path of paths) {
    await run.check(checkId('route.source', path), 'route', () => source(run, path));
  }
};

async function source(run: VerifyRun, path: Path): Promise<Outcome> {
  const { address, kind } = path.facts;
  if (kind === 'loopback') return { status: 'skipped', summary: 'loopback: packets stay on this host' };
  if (!mayTry(path, run.request)) return { status: 'skipped', summary: 'nothing is sent to this address' };
  try {
    const from = await run.host.sourceAddress(address, run.request.port);
    const route = kernelRouteTo(path.facts.block, await run.host.kernelRoutes());
    const fact = {
      address: from,
      interface: run.host.interfaceOf(from),
      route,
      outside: isOutside(run, from),
    };
    path.facts.route = { kind: 'source', ...fact };
    return sourceOutcome(run, fact);
  } catch (error) {
    const errno = errnoOf(error);
    if (!NO_ROUTE.has(errno)) {
      return {
        status: 'inconclusive',
        summary: `the kernel could not be asked (${errno})`,
        evidence: { errno },
      };
    }
    path.facts.route = { kind: 'none', errno };
    return { status: 'fail', summary: `no route to ${address} (${errno})`, evidence: { address, errno } };
  }
}

function isOutside({ request }: VerifyRun, from: string): boolean {
  const block = hostCidr(from);
  return request.sourceCidrs.length > 0 && block !== undefined && !within(block, request.sourceCidrs);
}

function sourceOutcome({ request }: VerifyRun, fact: Omit<SourceFact, 'kind'>): Outcome {
  const { address, interface: device, route, outside } = fact;
  const evidence = { source: address, interface: device ?? null, route: route ?? null };
  const start = `from ${address}${device ? ` on ${device}` : ''}${route ? `, route ${route}` : ''}`;
  const blocks = request.sourceCidrs.join(', ');
  if (outside) return { status: 'fail', summary: `${start}: outside the peered VPC ${blocks}`, evidence };
  return { status: 'pass', summary: blocks ? `${start}, inside ${blocks}` : start, evidence };
}
