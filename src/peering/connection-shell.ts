import type { CreateConnectionInput } from '../resources/connection.js';

/*
 * What the flow does in Dragonfly Cloud, as commands for bash. The key is handed to curl through a pipe, because
 * arguments can be read by everybody on the machine.
 */

const API = '"$' + '{DFCLOUD_BASE_URL:-https://api.dragonflydb.cloud}';
const KEY = `-H @<(printf 'Authorization: Bearer %s' "$DFCLOUD_API_KEY")`;

/**
 * Asks for the connection; its id goes into CONNECTION. `variables` holds the shell variable for each value in the
 * input that does not exist yet.
 */
export async function createShell(
  input: CreateConnectionInput,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { writeConnectionCreate } = await import('../resources/connection-codec.js');
  const literal = quote(JSON.stringify(writeConnectionCreate(input)));
  const body = Object.entries(variables).reduce(
    (text, [placeholder, variable]) => text.replaceAll(placeholder, `'"$${variable}"'`),
    literal,
  );
  const call = `curl -fsS -X POST ${API}/v1/connections" ${KEY} -H 'Content-Type: application/json' --data ${body}`;
  return `CONNECTION=$(${call} | ${field('connection_id')})`;
}

/** Waits until the cloud's peering exists; its id goes into PEERING. */
export function peeringIdShell(id: string | undefined): string {
  return `until PEERING=$(${getShell(id)} | ${field('peer_connection_id')}) && [ -n "$PEERING" ]; do sleep 2; done`;
}

/** Waits until Dragonfly Cloud says active. */
export function activeShell(id: string | undefined): string {
  return `until [ "$(${getShell(id)} | ${field('status')})" = active ]; do sleep 2; done`;
}

/** A text as one word of bash. */
export function quote(text: string): string {
  if (/^[\w./:@-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function getShell(id: string | undefined): string {
  const name = id === undefined ? '$CONNECTION' : encodeURIComponent(id);
  return `curl -fsS ${API}/v1/connections/${name}" ${KEY}`;
}

function field(name: string): string {
  return `sed -n 's/.*"${name}" *: *"\\([^"]*\\)".*/\\1/p'`;
}
