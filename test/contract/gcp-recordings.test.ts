import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparable, type GcpExchange, gcpExchanges, withoutNames } from './helpers/gcp-recordings.js';
import { STAGE_LIMIT_MS } from './helpers/gcp-stage.js';
import { buildRecordedGcpWorld, type GcpDoubled } from './helpers/recorded-gcp-world.js';
import { fieldOf, hasRecordings } from './helpers/recordings.js';
import { missing, type Shape, shapeOfJson, union } from './helpers/shapes.js';

/** What the recordings have and the double lacks, each with the reason why that is right. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  endTime: 'Google is done with some patches at once; the double takes its time with all of them',
};

/** Collections that have nothing to do with a path between two networks. */
const NOT_SERVED = /\b(addresses|healthChecks|backendBuckets|backendServices|urlMaps)\b/;

const recorded = gcpExchanges().filter(({ action }) => !NOT_SERVED.test(action));
const actionsOf = (list: readonly GcpExchange[]) => [...new Set(list.map(({ action }) => action))].sort();

if (!hasRecordings())
  test.skip('the recordings of Google Cloud are not there: ../shared/recordings', () => undefined);

describe.runIf(hasRecordings())('the Compute double against recorded answers', () => {
  let doubled: GcpDoubled;
  const used = new Set<string>();
  beforeAll(async () => {
    doubled = await buildRecordedGcpWorld();
  }, STAGE_LIMIT_MS);
  afterAll(() => doubled?.sandbox.close());

  /** What the double lacks, but for what it leaves out for a reason. */
  const unexplained = (theirs: Shape, own: Shape) => {
    const lacks = missing(theirs, own);
    for (const path of lacks) used.add(path);
    return lacks.filter((path) => !Object.hasOwn(LEFT_OUT, path));
  };
  const shapeOf = (body: unknown) => shapeOfJson(comparable(body));

  test('there are many answers, and the double was asked for all', () => {
    expect(recorded.length).toBeGreaterThan(150);
    expect(actionsOf(recorded).filter((action) => doubled.answers(action).length === 0)).toEqual([]);
  });

  test.each(actionsOf(recorded.filter(({ status }) => status === 200)))(
    '%s: the answer has the recorded shape',
    (action) => {
      const answers = doubled.answers(action).filter(({ status }) => status === 200);
      const own = union(answers.map(({ body }) => shapeOf(body)));
      for (const { body, file } of recorded.filter((one) => one.action === action && one.status === 200)) {
        expect(unexplained(shapeOf(body), own), file).toEqual([]);
      }
    },
  );

  const refused = recorded.filter(({ status }) => status >= 400);
  test.each(actionsOf(refused))('%s: refused word for word', (action) => {
    const own = doubled.answers(action).filter(({ status }) => status >= 400);
    const plain = own.map(({ status, body }) => ({ status, body: withoutNames(body) }));
    for (const { status, body, file } of refused.filter((one) => one.action === action)) {
      expect(plain, file).toContainEqual({ status, body: withoutNames(body) });
    }
  });

  test('a failed operation has the recorded error', () => {
    const failed = recorded
      .map(({ body }) => body)
      .filter((body) => fieldOf(body, 'httpErrorStatusCode') !== undefined);
    const own = doubled.answers('GET operations/{}').map(({ body }) => body);
    expect(failed.length).toBeGreaterThan(0);
    for (const body of failed) {
      const { status, httpErrorStatusCode, httpErrorMessage } = Object(body);
      const [{ code }] = Object(body).error.errors;
      expect(own).toContainEqual(
        expect.objectContaining({
          ...{ status, httpErrorStatusCode, httpErrorMessage },
          error: { errors: [expect.objectContaining({ code })] },
        }),
      );
    }
  });

  test('nothing is left out that was not recorded', () => {
    expect(Object.keys(LEFT_OUT).filter((path) => !used.has(path))).toEqual([]);
  });
});
