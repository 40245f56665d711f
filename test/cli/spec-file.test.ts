import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sandboxed } from './sandboxed.js';

const cli = sandboxed();

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly examples?: readonly Record<string, unknown>[];
}

function schema(name: string): Schema {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'schemas', `${name}.schema.json`), 'utf8'),
  );
}

const RESOURCES = [
  ['networks', 'network'],
  ['connections', 'connection'],
  ['datastores', 'datastore'],
] as const;

describe('--spec', () => {
  it('creates from stdin, leaving $schema out', async () => {
    const spec = { $schema: './network.json', ...schema('network-create').examples?.[0], name: 'from-stdin' };
    const { network } = await cli.json('networks create --spec -', { stdin: JSON.stringify(spec) });
    expect(network).toMatchObject({ name: 'from-stdin', cidrBlock: '10.20.0.0/16' });
  });

  it.each(['[]', '"text"', 'null'])('refuses %s, which is no object', async (stdin) => {
    const { code, stdout, stderr } = await cli.run('networks create --spec -', { stdin });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('holds no JSON object');
  });

  it('names the field of the file that is wrong', async () => {
    const stdin = JSON.stringify({ ...schema('network-create').examples?.[0], cidrBlock: '10.0.0.0/8' });
    const { code, stderr } = await cli.run('networks create --spec -', { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain('cidrBlock is "10.0.0.0/8"');
  });
});

describe('the schemas', () => {
  it.each(RESOURCES)('give examples that work: %s', async (plural, noun) => {
    const [example] = schema(`${noun}-create`).examples ?? [];
    const networkId = example && 'networkId' in example ? { networkId: await cli.network(noun) } : {};
    const stdin = JSON.stringify({ ...example, ...networkId });
    const document = await cli.json(`${plural} create --spec -`, { stdin });
    expect(document[noun].name).toBe(example?.name);
  });

  it.each(RESOURCES)('list the same fields as the library: %s', async (plural, noun) => {
    for (const [place, given, known] of objects(schema(`${noun}-create`))) {
      const stdin = JSON.stringify(given);
      const { code, stderr } = await cli.run(`${plural} create --spec -`, { stdin });
      const list = /Known: (.*)\./.exec(stderr)?.[1]?.split(', ');
      expect({ place, code, list: list?.sort() }).toEqual({ place, code: 2, list: known.sort() });
    }
  });
});

/** Every object of a schema: its place, an input that has one unknown field there, and the fields that are known. */
function objects(root: Schema): [place: string, given: object, known: string[]][] {
  const [example = {}] = root.examples ?? [];
  const fieldsOf = ({ properties = {} }: Schema) =>
    Object.keys(properties).filter((name) => name !== '$schema');
  const top: [string, object, string[]] = ['', { ...example, unknownField: 1 }, fieldsOf(root)];
  const inner = Object.entries(root.properties ?? {}).flatMap(([name, property]) => {
    const [first] = property.oneOf ?? [property];
    if (!first?.properties) return [];
    const filled = Object.fromEntries((first.required ?? []).map((field) => [field, 'x']));
    const given = { ...example, [name]: { ...filled, ...Object(example[name]), unknownField: 1 } };
    return [[name, given, fieldsOf(first)] satisfies [string, object, string[]]];
  });
  return [top, ...inner];
}
