import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS } from '../../src/sandbox/aws/actions/index.js';
import { buildRecordedWorld, type Doubled } from './helpers/recorded-aws-world.js';
import { type Exchange, exchanges, fieldOf, hasRecordings } from './helpers/recordings.js';
import { readBySdk } from './helpers/sdk-reader.js';
import { missing, rootOf, type Shape, shapeOfJson, shapeOfXml, union } from './helpers/shapes.js';

/** What the recordings have and the double lacks, each with the reason why that is right. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'networkAcl/entrySet/item/protocol as text':
    'a documentation sample of 2014 says "all"; recorded answers say -1',
  'securityGroupInfo/item/ipPermissions/item/groups/item/groupName':
    'only on groups of EC2-Classic, which is gone',
  'securityGroupInfo/item/ipPermissions/item/groups/item/userId as text': '"amazon-elb", in EC2-Classic only',
  'NetworkAcl.Entries[].Protocol as text': 'as above, read by the SDK',
  'SecurityGroups[].IpPermissions[].UserIdGroupPairs[].GroupName': 'as above, read by the SDK',
  'SecurityGroups[].IpPermissions[].UserIdGroupPairs[].UserId as text': 'as above, read by the SDK',
};

/** Not an answer of the API, or of a part of it that the double serves with empty lists. */
const NOT_SERVED = /^CloudFormation|FlowLogs$/;
/** Holds a group by itself, not the answer that it stood in. */
const NO_ANSWER = 'aws-localstack-security-group-cfn.json';
const ID = /\b(?:[a-z]+-)+[0-9a-f]{8,17}\b/g;

const recorded = hasRecordings() ? exchanges('aws-').filter(isServed) : [];
const raw = recorded.filter(
  (exchange): exchange is Exchange & { body: string } => typeof exchange.body === 'string',
);
const parsed = recorded.filter(({ body }) => typeof body !== 'string');

function isServed({ action, file }: Exchange): boolean {
  return !NOT_SERVED.test(action) && file !== NO_ANSWER;
}

const actionsOf = (list: readonly Exchange[]) => [...new Set(list.map(({ action }) => action))].sort();

if (!hasRecordings()) test.skip('the recordings of AWS are not there: ../shared/recordings', () => undefined);

describe.runIf(hasRecordings())('the double against recorded answers', () => {
  let doubled: Doubled;
  const used = new Set<string>();
  beforeAll(async () => {
    doubled = await buildRecordedWorld();
  });
  afterAll(() => doubled.sandbox.close());

  /** What the double lacks, but for what it leaves out for a reason. */
  const unexplained = (theirs: Shape, own: Shape) => {
    const lacks = missing(theirs, own);
    for (const path of lacks) used.add(path);
    return lacks.filter((path) => !Object.hasOwn(LEFT_OUT, path));
  };
  const bySdk = async (action: string) => {
    const answers = doubled.answers(action).filter(({ status }) => status === 200);
    expect(answers.length, `the double was not asked for ${action}`).toBeGreaterThan(0);
    return union(
      await Promise.all(answers.map(async ({ xml }) => shapeOfJson(await readBySdk(action, 200, xml)))),
    );
  };

  test('there are raw answers and parsed ones', () => {
    expect(raw.length).toBeGreaterThan(40);
    expect(parsed.length).toBeGreaterThan(60);
    const known = new Set(ACTIONS.map(({ name }) => name));
    expect(actionsOf(recorded).filter((action) => !known.has(action))).toEqual([]);
  });

  test.each(actionsOf(raw.filter(({ status }) => status === 200)))('%s: raw XML', async (action) => {
    const answers = doubled.answers(action).filter(({ status }) => status === 200);
    const own = union(answers.map(({ xml }) => shapeOfXml(xml)));
    const sdk = await bySdk(action);
    for (const { body, status, file } of raw.filter((exchange) => exchange.action === action)) {
      expect(unexplained(shapeOfXml(body), own), file).toEqual([]);
      expect(
        answers.map(({ xml }) => rootOf(xml)),
        file,
      ).toContain(rootOf(body));
      expect(unexplained(shapeOfJson(await readBySdk(action, status, body)), sdk), file).toEqual([]);
    }
  });

  test.each(actionsOf(parsed.filter(({ status }) => status === 200)))(
    '%s: as SDKs kept it',
    async (action) => {
      const sdk = await bySdk(action);
      for (const { body, file } of parsed.filter((one) => one.action === action && one.status === 200)) {
        expect(unexplained(shapeOfJson(outputIn(body)), sdk), file).toEqual([]);
      }
    },
  );

  const refused = recorded.filter(({ status }) => status >= 400);
  test.each(refused)('$action: the refusal in $file, word for word', async ({ action, status, body }) => {
    const error = typeof body === 'string' ? await readBySdk(action, status, body) : fieldOf(body, 'Error');
    const own = await Promise.all(
      doubled
        .answers(action)
        .filter((answer) => answer.status === status)
        .map(({ xml }) => readBySdk(action, status, xml)),
    );
    expect(own.map(plain)).toContainEqual(plain(error));
  });

  test('a refusal has the recorded elements', () => {
    const theirs = raw.filter(({ status }) => status >= 400);
    const own = union(doubled.refusals().map(shapeOfXml));
    for (const { body } of theirs) expect(missing(shapeOfXml(body), own)).toEqual([]);
    expect(theirs.map(({ body }) => rootOf(body))).toEqual(theirs.map(() => 'Response'));
  });

  test('nothing is left out that was not recorded', () => {
    expect(Object.keys(LEFT_OUT).filter((path) => !used.has(path))).toEqual([]);
  });
});

/** Placebo keeps the metadata beside the output; LocalStack may keep a bare list; what was cut is marked. */
function outputIn(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  return Object.fromEntries(
    Object.entries(body).filter(([key]) => key !== 'ResponseMetadata' && !key.startsWith('__trimmed')),
  );
}

/** Code and message without the ids in it. */
function plain(error: unknown): object {
  const text = (name: string) => String(fieldOf(error, name) ?? fieldOf(error, name.toLowerCase()) ?? '');
  return { code: text('Code'), message: text('Message').replace(ID, 'ID') };
}
