/** The vendor's directory, in which its application and its VNets live; the vendor's guide names it. */
export const VENDOR_TENANT_ID = '3f7cbd78-1650-4b7d-b28f-8ee05eac10a4';

/** The vendor's multi-tenant application, whose service principal every customer adds to their own directory. */
export const VENDOR_APP_ID = 'ac30c41f-1eab-4f45-9024-70decee5559d';

/** The customer's directory that a sandbox hands out. */
export const DEFAULT_TENANT_ID = '11112222-3333-4444-8555-666677778888';

/** The customer's subscription that a sandbox hands out. */
export const DEFAULT_SUBSCRIPTION_ID = '22223333-4444-4555-8666-777788889999';

/** A GUID in either case. */
export const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
