import type { Body } from './body.js';

/** A list of texts; an empty one is as good as none, and answers leave it out (recorded). */
export function textsOf(body: Body, name: string): readonly string[] | undefined {
  const texts = body.texts(name);
  return texts?.length === 0 ? undefined : texts;
}
