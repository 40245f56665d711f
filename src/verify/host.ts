import { createSocket } from 'node:dgram';
import { getServers, lookup as systemLookup } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { type Connected, openTcp } from './wire/connect.js';
import type { WaitOptions } from './wire/wait.js';

/** What the machine says about itself. The probes ask nobody else, so that a test can play any machine. */
export interface Host {
  /**
   * The addresses of a name in one family, as any program on this machine would get them. Rejects with an errno. The
   * system's lookup cannot be cancelled: it goes on in a thread of Node's until the system gives up by itself.
   */
  lookup(name: string, family: 4 | 6): Promise<readonly string[]>;
  /** Who would have answered `lookup`: the hosts file or the name servers. */
  nameSource(name: string): Promise<string>;
  /** The source address that the kernel would use towards an address. No packet is sent. Rejects with an errno. */
  sourceAddress(towards: string, port: number): Promise<string>;
  /** One attempt to open a TCP connection to a numeric address. */
  connect(address: string, port: number, wait: WaitOptions): Promise<Connected>;
  /** The interface that carries an address of this machine. */
  interfaceOf(address: string): string | undefined;
  /** The text of `/proc/net/route`, or undefined on systems without one. */
  kernelRoutes(): Promise<string | undefined>;
}

/** The machine that this runs on. */
export const thisHost: Host = {
  lookup(name, family) {
    // RFC 6761 section 6.4: nothing below .invalid exists, and nobody needs to be asked.
    if (/\.invalid\.?$/i.test(name)) return Promise.reject(new UnknownName(name));
    return new Promise((resolve, reject) => {
      systemLookup(name, { family, all: true, verbatim: true }, (error, found) => {
        if (error) reject(error);
        else resolve(found.map((entry) => entry.address));
      });
    });
  },

  async nameSource(name) {
    if (/\.invalid\.?$/i.test(name)) return 'RFC 6761: .invalid never exists';
    const hosts = await textOf('/etc/hosts');
    if (hosts && namesIn(hosts).has(name.toLowerCase())) return 'hosts file /etc/hosts';
    return `name servers of this host: ${getServers().join(', ') || 'none configured'}`;
  },

  sourceAddress(towards, port) {
    const socket = createSocket(towards.includes(':') ? 'udp6' : 'udp4');
    return new Promise<string>((resolve, reject) => {
      socket.once('error', reject);
      // Node hands a failure to this callback too, which its types do not say.
      socket.connect(port, towards, (error?: unknown) => {
        if (error) reject(error);
        else resolve(socket.address().address);
      });
    }).finally(() => socket.close());
  },

  connect: openTcp,

  interfaceOf(address) {
    return Object.entries(networkInterfaces()).find(([, entries]) =>
      entries?.some((entry) => entry.address === address),
    )?.[0];
  },

  kernelRoutes: () => textOf('/proc/net/route'),
};

class UnknownName extends Error {
  readonly code = 'ENOTFOUND';
}

function namesIn(hosts: string): Set<string> {
  const lines = hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().toLowerCase());
  return new Set(lines.flatMap((line) => line.split(/\s+/).slice(1)));
}

/** A file's text, or undefined where it cannot be read: what it would say is nice to know, no more. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
