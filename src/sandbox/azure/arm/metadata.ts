import type { ArmResult } from './arm-context.js';

/** `GET /metadata/endpoints`: what clients of a cloud that they do not know ask first. No token is needed. */
export function metadataEndpoints(origin: string): ArmResult {
  return {
    status: 200,
    body: {
      galleryEndpoint: `${origin}/`,
      graphEndpoint: `${origin}/`,
      portalEndpoint: `${origin}/`,
      authentication: {
        loginEndpoint: `${origin}/`,
        audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
      },
    },
  };
}
