import type { Call } from '../gcp-context.js';
import type { Route } from '../state/records.js';
import type { Fields } from '../wire/fields.js';
import { pathOf } from '../wire/links.js';

/** What Google warns of at a static route whose next hop is a VM that cannot carry its packets. */
export function routeWarnings({ world }: Call, { project, fields }: Route): Fields[] | undefined {
  const link = fields.nextHopInstance;
  if (typeof link !== 'string') return undefined;
  const instance = world.instances.get(pathOf(link, project) ?? '');
  if (!instance)
    return [warning('NEXT_HOP_INSTANCE_NOT_FOUND', link, `Next hop instance '${link}' does not exist.`)];
  const warnings: Fields[] = [];
  if (instance.fields.status !== 'RUNNING') {
    warnings.push(warning('NEXT_HOP_NOT_RUNNING', link, `Next hop instance '${link}' is not running.`));
  }
  if (!instance.fields.canIpForward) {
    const message = `Next hop instance '${link}' cannot forward ip traffic. The next hop instance must have canIpForward set.`;
    warnings.push(warning('NEXT_HOP_CANNOT_IP_FORWARD', link, message));
  }
  return warnings.length > 0 ? warnings : undefined;
}

function warning(code: string, instance: string, message: string): Fields {
  return { code, message, data: [{ key: 'instance', value: instance }] };
}
