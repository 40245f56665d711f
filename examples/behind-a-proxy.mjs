// Reaches the API through a proxy, and trusts a private CA: node examples/behind-a-proxy.mjs (needs: npm install undici)
// The sandbox speaks HTTPS with a certificate of its own CA, and a small CONNECT proxy stands in front of it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { DfCloud } from 'dfcloud';
import { startSandbox } from 'dfcloud/sandbox';
import { ProxyAgent, fetch as undiciFetch } from 'undici';

const sandbox = await startSandbox({ tls: true });
const proxy = await startProxy();
const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: sandbox.ca } });
try {
  const df = new DfCloud({
    baseUrl: sandbox.url,
    apiKey: sandbox.apiKey,
    fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
  });
  const networks = await df.networks.list();
  console.log(`${networks.length} networks, over ${proxy.tunnels()} tunnel through ${proxy.url}`);
} finally {
  await dispatcher.close();
  await proxy.close();
  await sandbox.close();
}

/** A forward proxy on loopback that knows CONNECT and nothing else. */
async function startProxy() {
  let tunnels = 0;
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', ({ url }, client, head) => {
    tunnels += 1;
    const target = new URL(`http://${url}`);
    const upstream = connect(Number(target.port), target.hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    tunnels: () => tunnels,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
