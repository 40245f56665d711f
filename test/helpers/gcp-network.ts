import type { Sandbox } from '../../src/sandbox/index.js';

/** What a customer does through Compute Engine's own API. */
export interface GcpCustomer {
  /** Makes a custom-mode network with one subnet in each of these regions: `app` in `app-vpc`. */
  network(name: string, blocks: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a write, and waits until its operation is over. */
  write(path: string, body: object, method?: string): Promise<void>;
  /** Makes something in an API beside Compute Engine: the path from its version on. */
  create(path: string, body: object): Promise<void>;
}

/** A project of the sandbox as its owner uses it. */
export function computeOf(sandbox: Sandbox, projectId?: string): GcpCustomer {
  const { id, accessToken } = sandbox.gcp.project(projectId);
  const base = `${sandbox.endpoints.compute}/compute/v1/projects/${id}`;
  const call = async (url: string, body?: object, method = 'POST'): Promise<Operation> => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(url, init);
    const text = await answer.text();
    if (!answer.ok) throw new TypeError(`${url}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const post = (path: string, body?: object, method?: string) => call(`${base}/${path}`, body, method);
  const write = async (path: string, body: object, method?: string) => {
    const scope = path.startsWith('global/') ? 'global' : path.split('/').slice(0, 2).join('/');
    let operation = await post(path, body, method);
    while (operation.status !== 'DONE') operation = await post(`${scope}/operations/${operation.name}/wait`);
    if (operation.error) throw new TypeError(`${path}: ${JSON.stringify(operation.error)}`);
  };
  return {
    write,
    async create(path, body) {
      await call(`${sandbox.endpoints.compute}/${path}`, body);
    },
    async network(name, blocks) {
      await write('global/networks', { name, autoCreateSubnetworks: false });
      const network = `projects/${id}/global/networks/${name}`;
      for (const [region, ipCidrRange] of Object.entries(blocks)) {
        const subnet = { name: name.replace(/-vpc$/, ''), network, ipCidrRange };
        await write(`regions/${region}/subnetworks`, subnet);
      }
    },
  };
}

interface Operation {
  readonly name: string;
  readonly status: string;
  readonly error?: unknown;
}
