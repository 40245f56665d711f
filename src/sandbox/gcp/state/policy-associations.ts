import type { FirewallPolicy } from './firewall-policy-record.js';

/** True when a policy is attached to the network of this link. */
export function isAttached({ fields }: FirewallPolicy, link: string): boolean {
  return fields.associations?.some(({ attachmentTarget }) => attachmentTarget === link) ?? false;
}

/** A policy is no longer attached to the network of this link. */
export function detach(policy: FirewallPolicy, link: string): void {
  const associations = policy.fields.associations?.filter(
    ({ attachmentTarget }) => attachmentTarget !== link,
  );
  policy.fields = { ...policy.fields, associations };
}
