import type { NetworkRef, SubnetworkRef } from './model.js';

/*
 * Google's links, read by the names in them. Their host and version vary (`www.googleapis.com/compute/beta/…` came from
 * v1), so nothing but the part after `projects/` counts, and no link is ever followed.
 */

/** The network of a full URL, of `projects/P/global/networks/N`, of `global/networks/N`, or of a bare name. */
export function networkRef(link: string, ownProject: string): NetworkRef {
  const projectId = /(?:^|\/)projects\/([^/]+)\//.exec(link)?.[1] ?? ownProject;
  return { projectId: decoded(projectId), name: lastPart(link) };
}

/** The subnet of a link; undefined when the link names no region. */
export function subnetworkRef(link: string, ownProject: string): SubnetworkRef | undefined {
  const region = link.includes('/') ? regionOf(link) : undefined;
  if (region === undefined) return undefined;
  const { projectId, name } = networkRef(link, ownProject);
  return { projectId, region, name };
}

/** The region in a link, or a bare region. */
export function regionOf(link: string): string | undefined {
  if (!link.includes('/')) return link === '' ? undefined : link;
  return /(?:^|\/)regions\/([^/]+)/.exec(link)?.[1];
}

/** What stands behind the last slash. */
export function lastPart(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** `projects/P/global/networks/N`, as Google takes it everywhere. */
export function networkPath({ projectId, name }: NetworkRef): string {
  return `projects/${projectId}/global/networks/${name}`;
}

/** True for two names of one network. */
export function isSameNetwork(one: NetworkRef, other: NetworkRef): boolean {
  return one.projectId === other.projectId && one.name === other.name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
