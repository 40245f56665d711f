import { EC2ServiceException } from '@aws-sdk/client-ec2';

/** What a call came to, path by path: `Vpc.CidrBlock` to `10.1.0.0/16`, or `error.code` to `InvalidVpcID.NotFound`. */
export type Outcome = ReadonlyMap<string, string>;

/** A path at which two servers differ. */
export interface Difference {
  readonly call: string;
  readonly path: string;
  /** `-` where there is nothing. */
  readonly moto: string;
  readonly double: string;
}

const ID = /\b(?:[a-z]+-)+[0-9a-f]{8,17}\b/g;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const TIME = /\b\d{4}-\d\d-\d\dT[\d:.]+Z\b/g;

/** Runs a call to its outcome. Ids become their names, times and request ids nothing but themselves. */
export async function outcomeOf(
  call: () => Promise<unknown>,
  names: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const outcome = new Map<string, string>();
  try {
    flatten(outcome, await call(), '');
    if (outcome.size === 0) outcome.set('', 'done');
  } catch (error) {
    for (const [path, value] of Object.entries(failure(error))) outcome.set(`error.${path}`, value);
  }
  return new Map([...outcome].map(([path, value]) => [path, symbolic(value, names)]));
}

/** Where two outcomes of one call differ. */
export function differences(call: string, moto: Outcome, double: Outcome): Difference[] {
  const paths = [...new Set([...moto.keys(), ...double.keys()])];
  return paths.flatMap((path) => {
    const [theirs, ours] = [moto.get(path) ?? '-', double.get(path) ?? '-'];
    return theirs === ours ? [] : [{ call, path, moto: theirs, double: ours }];
  });
}

function flatten(outcome: Map<string, string>, value: unknown, path: string): void {
  if (value instanceof Date) outcome.set(path, '<time>');
  else if (Array.isArray(value)) {
    if (value.length === 0) outcome.set(path, '[]');
    for (const [index, inner] of value.entries()) flatten(outcome, inner, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key !== '$metadata') flatten(outcome, inner, path === '' ? key : `${path}.${key}`);
    }
  } else if (value !== undefined) outcome.set(path, String(value));
}

function failure(error: unknown): Record<string, string> {
  if (error instanceof EC2ServiceException) {
    const status = String(error.$metadata.httpStatusCode);
    return { code: error.name, message: error.message, status };
  }
  return { code: 'no XML error', message: '', status: '' };
}

function symbolic(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(UUID, '<uuid>')
    .replace(ID, (id) => names.get(id) ?? `<${id.replace(/-[0-9a-f]+$/, '')}>`)
    .replace(TIME, '<time>');
}
