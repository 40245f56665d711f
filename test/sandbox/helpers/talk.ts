import { connect, type Socket } from 'node:net';

/** What a conversation with a TCP server came to. */
export interface Talk {
  /** Everything the server said. */
  readonly text: string;
  /** `closed` by the server, the code of the socket's error, or `open` when the time was up. */
  readonly end: string;
}

/** Sends `chunks` one after the other and listens until the server has said `bytes` bytes, closes, or `ms` are over. */
export function talk(
  address: string,
  chunks: readonly (string | Buffer)[],
  { bytes = Number.POSITIVE_INFINITY, ms = 1_500 }: { bytes?: number; ms?: number } = {},
): Promise<Talk> {
  const [host, port] = address.split(':');
  const socket = connect({ host: host ?? '', port: Number(port) });
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    let total = 0;
    const finish = (end: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text: Buffer.concat(received).toString('latin1'), end });
    };
    const timer = setTimeout(() => finish('open'), ms);
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'error'));
    socket.on('close', () => finish('closed'));
    socket.on('data', (chunk) => {
      received.push(chunk);
      total += chunk.length;
      if (total >= bytes) finish('open');
    });
    socket.on('connect', () => void sendAll(socket, chunks));
  });
}

/** Each chunk in a packet of its own. */
async function sendAll(socket: Socket, chunks: readonly (string | Buffer)[]): Promise<void> {
  socket.setNoDelay(true);
  for (const chunk of chunks) {
    await new Promise<void>((sent) => socket.write(chunk, () => sent()));
    await new Promise((resolve) => setTimeout(resolve, chunks.length > 1 ? 5 : 0));
  }
}

/** A request in RESP. */
export function command(...words: (string | Buffer)[]): Buffer {
  const parts = words.flatMap((word) => {
    const bytes = Buffer.from(word);
    return [Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')];
  });
  return Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...parts]);
}
