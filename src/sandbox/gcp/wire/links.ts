/** Links in answers start here, whatever host was asked (recorded). */
const LINK_BASE = 'https://www.googleapis.com/compute/v1/';

/** The link to a resource: `projects/p/global/networks/n` as a URL. */
export function linkOf(path: string): string {
  return LINK_BASE + path;
}

/** How the peer of a peering is written: with `beta`, though v1 was asked (recorded since 2024). */
export function peerLinkOf(path: string): string {
  return `https://www.googleapis.com/compute/beta/${path}`;
}

/**
 * The path that a reference means: a URL of any host, `projects/p/global/networks/n`, or `global/networks/n` in the same
 * project. Undefined when it is none of these.
 */
export function pathOf(reference: string, project: string): string | undefined {
  const whole = /(?:^|\/)(projects\/[^/]+\/(?:global|regions\/[^/]+|zones\/[^/]+)(?:\/[^/]+){0,2})$/.exec(
    reference,
  );
  if (whole?.[1] !== undefined) return whole[1];
  const partial = /^(?:global|regions\/[^/]+|zones\/[^/]+)\/[^/]+\/[^/]+$/.test(reference);
  return partial ? `projects/${project}/${reference}` : undefined;
}

/** The last part of a link or path. */
export function nameOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** The project of a path. */
export function projectOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** `2026-01-01T00:00:00.000-08:00`: Google's times have the offset of California; that of summer is left out. */
export function timeText(atMs: number): string {
  return new Date(atMs - 8 * 3_600_000).toISOString().replace('Z', '-08:00');
}
