// A loopback server that answers every request with one connection. Prints its URL.
import { createServer } from 'node:http';

const body = JSON.stringify({
  connection_id: 'conn-1',
  status: 'active',
  status_detail: '',
  peer_connection_id: 'pcx-0123456789abcdef0',
  connection_config: {
    name: 'to-app',
    network_id: 'net-1',
    peer: {
      account_id: '123456789012',
      cidr_block: '',
      vpc_id: 'vpc-0fedcba9876543210',
      region: 'eu-west-1',
      azure: { resource_group: '', tenant_id: '', app_object_id: '', use_remote_gateways: false },
    },
  },
});

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
