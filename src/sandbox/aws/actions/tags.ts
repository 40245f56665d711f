import type { Action } from '../action.js';
import { type Needed, neededOfAnyKind, requestTags } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { type Filters, filtered, page } from '../describe.js';
import { KINDS, kindOf } from '../state/kinds.js';
import type { Owned } from '../state/records.js';
import type { AnyTable } from '../state/table.js';
import { checkTagCount, readTags } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { sideKey } from './peering-view.js';

interface TagRow {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly key: string;
  readonly value: string;
}

const FILTERS: Filters<TagRow> = {
  key: (tag) => tag.key,
  'resource-id': (tag) => tag.resourceId,
  'resource-type': (tag) => tag.resourceType,
  value: (tag) => tag.value,
};

/** Tags on anything that can have some. */
export const TAG_ACTIONS: readonly Action[] = [
  { name: 'CreateTags', takes: ['ResourceId', 'Tag'], needs: tagged, run: createTags },
  { name: 'DeleteTags', takes: ['ResourceId', 'Tag'], needs: tagged, run: deleteTags },
  { name: 'DescribeTags', takes: ['Filter', 'MaxResults', 'NextToken'], run: describeTags },
];

function tagged(call: Call): Needed[] {
  const tags = requestTags(readTags(call.params, 'Tag'));
  return call.params.texts('ResourceId').map((id) => {
    const { resource, context } = neededOfAnyKind(call, id);
    return { resource, context: { ...context, ...tags } };
  });
}

function createTags(call: Call): undefined {
  const tags = readTags(call.params, 'Tag');
  const targets = resources(call).map(({ row }) => tagsOf(call, row));
  if (tags.size === 0) throw missingParameter('Tag');
  for (const target of targets) checkTagCount(new Set([...target.keys(), ...tags.keys()]).size);
  for (const target of targets) for (const [key, value] of tags) target.set(key, value);
}

/** Without tags in the request all go; a tag with a value goes only if it has that value. */
function deleteTags(call: Call): undefined {
  const wanted = call.params
    .members('Tag')
    .map((tag) => ({ key: tag.text('Key'), value: tag.text('Value') }));
  for (const { row } of resources(call)) {
    const tags = tagsOf(call, row);
    if (wanted.length === 0) tags.clear();
    for (const { key = '', value } of wanted) {
      if (value === undefined || tags.get(key) === value) tags.delete(key);
    }
  }
}

function describeTags(call: Call): XmlObject {
  const rows = tables(call).flatMap((table) =>
    table.list(call).flatMap((row) =>
      [...tagsOf(call, row)].map(([key, value]): TagRow => {
        return { resourceId: row.id, resourceType: table.kind.type, key, value };
      }),
    ),
  );
  const description = { filters: FILTERS, tags: (tag: TagRow) => new Map([[tag.key, tag.value]]) };
  return page(call, filtered(call, rows, description), { set: 'tagSet', view: (tag) => ({ ...tag }) });
}

function tables({ world }: Call): AnyTable[] {
  return Object.values(world);
}

/** All of them must exist, or nothing is done. */
function resources(call: Call): { row: Owned }[] {
  const ids = call.params.texts('ResourceId');
  if (ids.length === 0) throw missingParameter('ResourceId');
  return ids.map((id) => {
    const kind = kindOf(id);
    const table = tables(call).find((candidate) => candidate.kind === kind);
    if (!table) throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
    return { row: table.find(call, id) };
  });
}

/** On a peering connection, each account and region has tags of its own. */
function tagsOf(call: Call, row: Owned): Map<string, string> {
  const pcx = kindOf(row.id) === KINDS.vpcPeeringConnection && call.world.vpcPeeringConnections.get(row.id);
  if (!pcx) return row.tags;
  const own = pcx.tagsBySide.get(sideKey(call)) ?? new Map<string, string>();
  pcx.tagsBySide.set(sideKey(call), own);
  return own;
}
