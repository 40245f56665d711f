import type { ErrorText } from '../base.js';
import { shown } from './shown.js';

/** The base URL is not legal. `why` completes "because …". Credentials and a query in it are not shown. */
export function baseUrlIllegal(source: string, given: unknown, why: string): ErrorText {
  const open =
    typeof given === 'string' ? given.replace(/[?#].*$/s, '?***').replace(/^(.*\/\/)?.*@/s, '$1***@') : given;
  return {
    message: `${source} is ${shown(open)}: ${why}.`,
    fix: 'Pass an https: URL, for example https://api.dragonflydb.cloud, or http: towards loopback such as http://127.0.0.1:8080.',
  };
}
