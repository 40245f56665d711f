import type { Answer, ReceivedRequest } from '../http-server.js';

/** Where Compute takes several requests in one. */
export const BATCH_PATH = '/batch/compute/v1';

/** One request of a batch. */
export interface BatchPart extends ReceivedRequest {
  /** As the client numbered it: `<uuid+0>`. */
  readonly contentId: string;
}

/** The requests of a multipart body. Lines may end with LF alone, as gcloud writes them. */
export function partsOfBatch(request: ReceivedRequest): BatchPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(request.header('content-type') ?? '')?.[1];
  if (boundary === undefined) return [];
  return request.body
    .replaceAll('\r\n', '\n')
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => partOf(part.replace(/^\n/, ''), request));
}

/** Inner requests without credentials of their own have those of the batch. */
function partOf(text: string, outer: ReceivedRequest): BatchPart {
  const { headers: envelope, rest } = headersIn(text);
  const lineEnd = rest.indexOf('\n');
  const [method = '', url = ''] = rest.slice(0, lineEnd).split(' ');
  const { headers, rest: body } = headersIn(rest.slice(lineEnd + 1));
  const at = url.replace(/^https?:\/\/[^/]+/, '').split('?');
  return {
    contentId: envelope.get('content-id') ?? '',
    method,
    path: at[0] ?? '',
    query: at.slice(1).join('?'),
    origin: outer.origin,
    header: (name) => headers.get(name) ?? (name === 'authorization' ? outer.header(name) : undefined),
    body: body.trim(),
  };
}

function headersIn(text: string): { headers: Map<string, string>; rest: string } {
  const end = text.search(/(^|\n)\n/);
  const block = end < 0 ? text : text.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, rest: end < 0 ? '' : text.slice(end).replace(/^\n{1,2}/, '') };
}

/** The answers as one, in the order of the requests. */
export function batchAnswer(requests: readonly BatchPart[], answers: readonly Answer[]): Answer {
  const boundary = 'batch_of_the_sandbox';
  const parts = answers.map((answer, index) =>
    [
      `--${boundary}`,
      'Content-Type: application/http',
      `Content-ID: ${(requests[index]?.contentId ?? '').replace(/^<?/, '<response-')}`,
      '',
      `HTTP/1.1 ${answer.status} ${answer.status < 300 ? 'OK' : 'Error'}`,
      ...Object.entries(answer.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      '',
      answer.body,
    ].join('\r\n'),
  );
  const headers = { 'content-type': `multipart/mixed; boundary=${boundary}` };
  return { status: 200, headers, body: `${parts.join('\r\n')}\r\n--${boundary}--\r\n` };
}
