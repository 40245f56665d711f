import { expect, test } from 'vitest';
import { runProgram } from '../helpers/child.js';

interface Seen {
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly own: string[];
  readonly fix: string;
  readonly stack: string;
  readonly bases: boolean;
  readonly instance: boolean;
}

const LOOK = `
  const look = (m, key, error) => ({
    key,
    name: error.name,
    code: error.code,
    own: Object.keys(error),
    fix: error.fix,
    stack: error.stack.split(':')[0],
    bases: error instanceof Error && error instanceof m.DfCloudError && m.isDfCloudError(error),
    instance: error instanceof m[key],
  });`;

test('every exported error is right at run time', async () => {
  const { stdout } = await runProgram(`
    ${LOOK}
    import('dfcloud').then((m) => {
      const classes = Object.entries(m).filter(([, v]) => v.prototype instanceof m.DfCloudError);
      const text = { message: 'went wrong', fix: 'do this' };
      const make = (key, v) => key === 'AuthError' ? new v('api_key_refused', text) : new v(text, {}, {});
      console.log(JSON.stringify(classes.map(([key, v]) => look(m, key, make(key, v)))));
    });`);
  const seen: Seen[] = JSON.parse(stdout);
  expect(seen.length).toBeGreaterThanOrEqual(11);
  for (const error of seen) {
    expect(error).toMatchObject({
      name: error.key,
      stack: error.key,
      fix: 'do this',
      bases: true,
      instance: true,
    });
    expect(error.code).toMatch(/^[a-z_]+$/);
    expect(error.own).toContain('fix');
    for (const key of ['name', 'code', 'message', 'stack']) expect(error.own).not.toContain(key);
  }
  expect(new Set(seen.map(({ code }) => code)).size).toBe(seen.length);
});

test('instanceof holds across the entries', async () => {
  const { stdout } = await runProgram(`
    ${LOOK}
    Promise.all([import('dfcloud'), import('dfcloud/verify')]).then(async ([m, { verify }]) => {
      const errors = [];
      try { new m.DfCloud({ apiKey: '' }) } catch (error) { errors.push(look(m, 'AuthError', error)) }
      const bad = await Promise.resolve().then(() => verify({ endpoint: '' })).catch((error) => error);
      errors.push(look(m, 'InvalidInputError', bad));
      console.log(JSON.stringify(errors));
    });`);
  const seen: Seen[] = JSON.parse(stdout);
  expect(seen).toMatchObject([
    { name: 'AuthError', code: 'api_key_malformed', bases: true, instance: true },
    { name: 'InvalidInputError', code: 'invalid_input', bases: true, instance: true },
  ]);
});
