import { checkId, type Outcome, type Path, type VerifyRun } from './run.js';
import { errorReply } from './wire/reply.js';
import type { RespConnection } from './wire/resp-connection.js';

/**
 * Sends ECHO in growing sizes until one does not come back: small packets that pass and large ones that stall are a
 * hole in the path MTU. Needs a connection on which commands are allowed.
 */
export async function climbEchoLadder(run: VerifyRun, path: Path): Promise<void> {
  const { connection } = path;
  const sizes = [...new Set(run.request.echoSizesBytes)].sort((a, b) => a - b);
  let going = true;
  for (const sizeBytes of sizes) {
    if (!connection || !going) return;
    await run.check(`${checkId('resp.echo', path)}:${sizeBytes}`, 'resp', async () => {
      const outcome = await echo(run, path, connection, sizeBytes);
      going = outcome.status === 'pass';
      return outcome;
    });
  }
}

async function echo(
  run: VerifyRun,
  path: Path,
  connection: RespConnection,
  sizeBytes: number,
): Promise<Outcome> {
  const payload = 'dragonfly-echo-'.repeat(Math.ceil(sizeBytes / 15)).slice(0, sizeBytes);
  const answer = await connection.ask(['ECHO', payload], run.within(run.request.respTimeoutMs));
  const evidence = { sizeBytes };
  const refusal = errorReply(answer);
  if (refusal) {
    return { status: 'inconclusive', summary: `ECHO is refused: ${refusal.text}`, evidence, ms: answer.ms };
  }
  const ok = answer.kind === 'reply' && answer.value === payload;
  path.facts.resp?.echoes.push({ sizeBytes, ok, ms: answer.ms });
  return ok
    ? { status: 'pass', summary: `${sizeBytes} bytes came back`, evidence, ms: answer.ms }
    : {
        status: 'fail',
        summary: `${sizeBytes} bytes did not come back (${answer.kind})`,
        evidence,
        ms: answer.ms,
      };
}
