import { DfCloud, type DfCloudOptions } from '../../src/index.js';
import { type ReceivedRequest, type Script, startServer } from './http-server.js';

/** A client of a scripted server. */
export async function scriptedClient(script: Script, options: DfCloudOptions = {}) {
  const server = await startServer(script);
  const client = new DfCloud({ apiKey: 'the-key', baseUrl: server.url, ...options });
  const bodies = () => server.requests.filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body));
  const calls = () => server.requests.map(({ method, url }: ReceivedRequest) => `${method} ${url}`);
  return { server, client, bodies, calls };
}
