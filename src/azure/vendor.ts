import { type AppId, idOf, type TenantId } from './ids.js';

/*
 * Dragonfly Cloud in Entra ID, as its documentation of peering connections gives both ids. They are pinned: whoever
 * could change them could have roles granted to somebody else.
 */

/** The tenant that Dragonfly's virtual networks and its application live in. */
export const VENDOR_TENANT_ID: TenantId = idOf('vendor tenant', '3f7cbd78-1650-4b7d-b28f-8ee05eac10a4');

/** The application with which Dragonfly makes its half of a peering. */
export const VENDOR_APP_ID: AppId = idOf('vendor application', 'ac30c41f-1eab-4f45-9024-70decee5559d');
