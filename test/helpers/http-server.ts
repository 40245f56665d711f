import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with a request. */
export type Answer =
  /** Sends an answer; `json` wins over `text`. */
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      readonly text?: string;
      readonly afterMs?: number;
    }
  /** Never answers. */
  | 'hang'
  /** Cuts the connection without a byte. */
  | 'cut'
  /** Sends the head and half of the body, then nothing. */
  | 'stall'
  /** The same, and cuts the connection. */
  | 'cut-in-body';

/** What the answers come from: a list, whose last one repeats, or a function of the request. */
export type Script = readonly Answer[] | ((request: ReceivedRequest, index: number) => Answer);

/** A real HTTP server on 127.0.0.1 with scripted answers. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** All requests so far. */
  readonly requests: ReceivedRequest[];
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that ends with the test. */
export async function startServer(script: Script): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await received(incoming);
    requests.push(request);
    await send(response, choose(script, request, requests.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async received(count) {
      while (requests.length < count) await sleep(5);
    },
    close,
  };
}

async function received(incoming: IncomingMessage): Promise<ReceivedRequest> {
  let body = '';
  for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
  return { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body };
}

function choose(script: Script, request: ReceivedRequest, index: number): Answer {
  if (typeof script === 'function') return script(request, index);
  return script[Math.min(index, script.length - 1)] ?? { status: 404, json: { error: 'no script' } };
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  if (answer === 'stall' || answer === 'cut-in-body') {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"half":');
    if (answer === 'cut-in-body') setTimeout(() => response.destroy(), 20);
    return;
  }
  if (answer.afterMs) await sleep(answer.afterMs);
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.json === undefined ? answer.text : JSON.stringify(answer.json));
}
