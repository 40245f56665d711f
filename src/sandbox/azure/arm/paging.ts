import type { ArmCall, ArmResult } from './arm-context.js';
import { isObject } from './wire/body.js';

/** Cuts a list into pages, where the sandbox was told to: `nextLink` names the next one. */
export function paged(call: ArmCall, result: ArmResult): ArmResult {
  const { pageSize } = call.arm.rules.operations;
  const { body } = result;
  if (pageSize === 0 || call.request.method !== 'GET' || !isObject(body) || !Array.isArray(body.value)) {
    return result;
  }
  const from = Number(call.query.get('$skiptoken') ?? 0);
  const value = body.value.slice(from, from + pageSize);
  const isLast = from + pageSize >= body.value.length;
  return {
    ...result,
    body: { ...body, value, ...(isLast ? {} : { nextLink: nextLink(call, from + pageSize) }) },
  };
}

function nextLink({ request, query }: ArmCall, from: number): string {
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(from));
  return `${request.origin}${request.path}?${next}`;
}
