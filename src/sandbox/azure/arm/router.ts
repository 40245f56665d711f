import type { ArmRoute } from './arm-context.js';

/** A route that fits a request, and what its pattern found. */
export interface Match {
  readonly route: ArmRoute;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: ArmRoute;
  readonly expression: RegExp;
}

/** Finds the route of a request by method and path. Case does not matter in paths. */
export class Router {
  readonly #routes: readonly Compiled[];

  constructor(routes: readonly ArmRoute[]) {
    this.#routes = routes.map((route) => ({ route, expression: compiled(route.pattern) }));
  }

  /** The names of all routes. */
  get names(): string[] {
    return this.#routes.map(({ route }) => route.name);
  }

  find(method: string, path: string): Match | undefined {
    for (const { route, expression } of this.#routes) {
      if (route.method !== method) continue;
      const found = expression.exec(path);
      if (found) return { route, params: { ...found.groups } };
    }
    return undefined;
  }
}

/**
 * What the caller's right must reach to: the resource itself; for a list or an action, what it is a list or action of.
 */
export function scopeOf({ pattern }: ArmRoute, path: string): string {
  if (pattern.endsWith('}')) return path;
  return path.replace(/\/[^/]*$/, '').replace(/\/providers\/[^/]*$/i, '');
}

function compiled(pattern: string): RegExp {
  const source = pattern
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)\}/g, (_all, name: string) =>
      name === 'scope' ? '(?<scope>.*?)' : `(?<${name}>[^/]+)`,
    );
  return new RegExp(`^${source}/?$`, 'i');
}
