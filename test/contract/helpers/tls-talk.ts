import { Agent, request } from 'node:https';
import type { Sandbox } from '../../../src/sandbox/index.js';
import type { Talk } from '../../sandbox/azure/helpers/directory.js';

/** Talks to a sandbox over TLS, and trusts its CA only: fetch cannot be told to within a process. */
export function talkTo({ ca }: Sandbox): Talk {
  return (url, { method, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const agent = new Agent({ ca: ca ?? '' });
      const sent = request(url, { method, headers, agent }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        agent.destroy();
        const text = Buffer.concat(chunks).toString('utf8');
        const read = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(Object.fromEntries(read)),
          body: text === '' ? {} : JSON.parse(text),
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
}
