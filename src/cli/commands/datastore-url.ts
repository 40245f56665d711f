import type { Datastore } from '../../index.js';
import { plain } from '../output.js';
import { UsageError } from '../usage-error.js';
import type { GetExtra } from './resource-commands.js';

interface UrlFlags {
  readonly showUrl?: boolean;
  readonly showPassword?: boolean;
}

/** `datastores get --show-url`: the URL alone, so that a script can take it. */
export const datastoreUrl: GetExtra<Datastore, UrlFlags> = {
  examples: [
    'dfcloud datastores get "$DATASTORE_ID" --show-url',
    'redis-cli -u "$(dfcloud datastores get "$DATASTORE_ID" --show-url --show-password)" PING',
  ],
  addFlags: (command) => {
    command
      .option('--show-url', 'print only the redis:// or rediss:// URL, its password masked')
      .option('--show-password', 'with --show-url: the password in clear');
  },
  show: (datastore, { showUrl = false, showPassword = false }, output) => {
    if (showPassword && !showUrl) {
      throw new UsageError(
        '--show-password is given without --show-url.',
        'Add --show-url: the password is a part of it.',
      );
    }
    if (!showUrl) return false;
    const connectionUrl = datastore.connectionUrl({ showPassword }) ?? null;
    if (connectionUrl === null && !output.json) {
      output.hint(`Datastore ${datastore.id} is ${datastore.status} and has no address yet.`);
    }
    const text = connectionUrl === null ? '' : `${connectionUrl}\n`;
    output.result({ datastore: { ...plain(datastore), connectionUrl } }, text);
    return true;
  },
};
