import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { provokedErrors, roleAnswers } from './helpers/azure-answers.js';
import { type ArmExchange, armExchanges, azureFiles } from './helpers/azure-recordings.js';
import { type Replayed, replay } from './helpers/azure-replay.js';
import { hasRecordings } from './helpers/recordings.js';
import { missing, shapeOfJson, union } from './helpers/shapes.js';

const REPLAYED = azureFiles(
  'azure-cli-vnet-peering-lifecycle',
  'azure-cli-vnet-peering-sync',
  'azure-cli-vnet-peering-two',
  'azure-cli-nsg-rule',
  'azure-cli-route-table',
  'azure-cli-vnet-with-subnet-nsg',
  'azure-cli-vnet-list-by-group',
);

if (!hasRecordings())
  test.skip('the recordings of Azure are not there: ../shared/recordings', () => undefined);

describe.runIf(hasRecordings())('recorded commands, sent to the double again', () => {
  test.each(REPLAYED)('%s', async (file) => {
    const sandbox = await startSandbox({ clock: 'virtual' });
    try {
      const all = await replay(sandbox, armExchanges(file));
      const statuses = all.map(({ recorded, own }) => statusOf(recorded, own.status));
      expect(statuses).toEqual(all.map(({ recorded }) => statusOf(recorded, recorded.status)));
      expect(all.flatMap(lacking)).toEqual([]);
      expect(all.map(({ own }) => signsOf([...own.headers.keys()], own.body))).toEqual(
        all.map(({ recorded }) => signsOf(recorded.headers, recorded.body)),
      );
    } finally {
      await sandbox.close();
    }
  });
});

/** Refusals of services that the double has no part of, or of another kind of resource. */
const OTHERS =
  /policyDefinitions|PolicyDefinition|ResourceTypeNotSupported|PublicIPAddress|ResourceGroupDeletionBlocked|RetryableError|CheckIPAddress|PrivateIPAddressNotInAnySubnet/;

describe.runIf(hasRecordings())('recorded refusals, word for word', () => {
  const recorded = azureFiles('azure-')
    .flatMap(armExchanges)
    .filter(({ body, url }) => Object(body).error !== undefined && !OTHERS.test(JSON.stringify(body) + url))
    .map(({ status, body }) => skeleton(status, body));

  test('the double says the same', async () => {
    const sandbox = await startSandbox({ clock: 'virtual' });
    try {
      const own = (await provokedErrors(sandbox)).map(({ status, body }) => skeleton(status, body));
      expect(new Set(recorded).size).toBeGreaterThan(15);
      expect([...new Set(recorded)].filter((each) => !own.includes(each))).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});

const ROLES = /\/providers\/Microsoft\.Authorization\/role(?:Assignments|Definitions)/i;

describe.runIf(hasRecordings())('recorded roles', () => {
  test('the double answers every field of them', async () => {
    const recorded = azureFiles('azure-role', 'azure-c7n-role', 'azure-error-role', 'azure-net-principal')
      .flatMap(armExchanges)
      .filter(({ url, status }) => ROLES.test(url) && status < 300);
    expect(recorded.length).toBeGreaterThan(20);
    const sandbox = await startSandbox({ clock: 'virtual' });
    try {
      const own = union((await roleAnswers(sandbox)).map((body) => shapeOfJson(body)));
      const lacks = recorded.flatMap(({ body }) => missing(shapeOfJson(flat(body)), own));
      expect([...new Set(lacks)]).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});

/** One resource and a list of them look the same. */
function flat(body: unknown): unknown {
  const { value, __trimmed, ...rest } = Object(body);
  return Array.isArray(value) ? { all: value } : { all: [rest] };
}

/** An error with its names, ids and numbers taken out. */
function skeleton(status: number, body: unknown): string {
  const { code, message, details } = Object(Object(body).error);
  const plain = String(message)
    // Since 2018 or so.
    .replace(' For more details please go to https://aka.ms/ARMResourceNotFoundFix', '')
    .replace(/\/subscriptions\/[^\s,'\]]+?(?=\.? |\.$|'|$)/g, 'ID')
    .replace(/'[^']*'/g, "'NAME'")
    .replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/g, 'GUID')
    .replace(/Value provided: \S+?(?=\.? |\.$|$)/, 'Value provided: V')
    .replace(/\d+(\.\d+){3}\/\d+/g, 'CIDR')
    .replace(/(prefix|Subnet) (?!CIDR)\S+ (of|is)/, '$1 NAME $2');
  return `${status} ${code}${details ? ' with details' : ''}: ${plain}`;
}

/** What was asked, and the status of an answer. */
function statusOf({ method, url }: ArmExchange, status: number): string {
  return `${method} ${url.split('?')[0]} ${status}`;
}

/** The headers that clients act on, and the status of an operation. */
function signsOf(headers: readonly string[], body: unknown): string {
  const told = ['etag', 'azure-asyncoperation', 'location'].filter((name) => headers.includes(name));
  return [...told, Object(body).status].join(' ');
}

/** Fields that were recorded and that the double does not answer. */
function lacking({ recorded, own }: Replayed): string[] {
  const { method, url, body } = recorded;
  const theirs = shapeOfJson(ofThisGroup(body ?? {}));
  return missing(theirs, shapeOfJson(own.body)).map((path) => `${method} ${url.split('?')[0]}: ${path}`);
}

/** The list of a whole subscription holds what other tests had left there; what a recorder cut is marked. */
function ofThisGroup(body: unknown): unknown {
  const { value, __trimmed, ...rest } = Object(body);
  if (!Array.isArray(value)) return rest;
  return {
    ...rest,
    value: value.filter(({ id }) => !/\/resourceGroups\//.test(id) || /cli[_-]?test/i.test(id)),
  };
}
