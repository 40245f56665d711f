// A forward proxy on loopback that knows CONNECT and nothing else, for the snippet that goes through one.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';

/** Starts it on a free port. */
export async function startProxy() {
  const sockets = new Set();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', ({ url }, client) => {
    const { hostname, port } = new URL(`http://${url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => [client, upstream].map((side) => side.destroy()));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
