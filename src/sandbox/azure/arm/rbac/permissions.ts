/** What a role allows: `actions` without `notActions`. Names are `Provider/type/…/verb`, `*` stands for any text. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

/** True when one of the permissions allows the action. What one role excludes, another one may still allow. */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => covers(pattern, action)) &&
      !notActions.some((pattern) => covers(pattern, action)),
  );
}

/** `Microsoft.Network/*` covers `microsoft.network/virtualNetworks/read`: case does not matter. */
export function covers(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
