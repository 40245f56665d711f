import { probeAddress } from './address.js';
import { probeDns } from './dns.js';
import type { Probe } from './probe.js';
import { probeResp } from './resp.js';
import { probeRoute } from './route.js';
import { probeTcp } from './tcp.js';
import { probeTls } from './tls.js';

/** All probes, in the order in which they run and in which the report shows them. A new one is a file and a row. */
export const PROBES: readonly Probe[] = [probeAddress, probeRoute, probeDns, probeTcp, probeTls, probeResp];
