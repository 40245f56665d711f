import { ArmError } from '../wire/arm-error.js';

/** What `$filter` asks of role definitions and assignments. */
export interface RoleFilter {
  readonly roleName?: string;
  readonly roleType?: string;
  readonly principalId?: string;
  readonly assignedTo?: string;
  readonly atScope?: boolean;
  readonly atScopeAndBelow?: boolean;
}

/**
 * Reads `$filter`: one condition, or several joined by `and`.
 * @throws {ArmError} UnsupportedFilter; `atScope()` and `principalId` do not go together in Azure either
 */
export function roleFilter(query: URLSearchParams): RoleFilter {
  const text = query.get('$filter');
  if (text === null || text.trim() === '') return {};
  const filter: RoleFilter = Object.assign({}, ...text.split(/\s+and\s+/i).map(condition));
  if (filter.atScope && filter.principalId !== undefined) throw unsupported(text);
  return filter;
}

function condition(text: string): RoleFilter {
  const [, field, value] = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(text) ?? [];
  const plain = value?.replaceAll("''", "'");
  if (field !== undefined && plain !== undefined) {
    const name = field.toLowerCase();
    if (name === 'rolename') return { roleName: plain };
    if (name === 'type') return { roleType: plain };
    if (name === 'principalid') return { principalId: plain.toLowerCase() };
  }
  const [, call, argument] = /^\s*(\w+)\(\s*(?:'([^']*)')?\s*\)\s*$/.exec(text) ?? [];
  if (call?.toLowerCase() === 'atscope') return { atScope: true };
  if (call?.toLowerCase() === 'atscopeandbelow') return { atScopeAndBelow: true };
  if (call?.toLowerCase() === 'assignedto' && argument) return { assignedTo: argument.toLowerCase() };
  throw unsupported(text);
}

function unsupported(text: string): ArmError {
  const message = `The filter '${text}' is not supported. Supported filters are either 'atScope()' or 'principalId eq '{value}' or 'assignedTo('{value}')'.`;
  return new ArmError('authorization', 400, 'UnsupportedQuery', message);
}
