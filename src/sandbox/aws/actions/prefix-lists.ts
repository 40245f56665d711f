import { type Action, PAGED } from '../action.js';
import { arnOf, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, filtered, page, tagSet } from '../describe.js';
import { AMAZON } from '../state/aws-world.js';
import { KINDS } from '../state/kinds.js';
import type { PrefixList, PrefixListEntry } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { cidrValue } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation, invalidValue, missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';

const FILTERS: Filters<PrefixList> = {
  'owner-id': (list) => list.ownerId,
  'prefix-list-id': (list) => list.id,
  'prefix-list-name': (list) => list.name,
};

const onList = named(KINDS.prefixList, 'PrefixListId');
const MOST_ENTRIES = 1000;

/** Prefix lists. Answers to changes say that they are in progress; a description then finds them done. */
export const PREFIX_LIST_ACTIONS: readonly Action[] = [
  {
    name: 'CreateManagedPrefixList',
    takes: ['PrefixListName', 'Entry', 'MaxEntries', 'AddressFamily', 'TagSpecification', 'ClientToken'],
    needs: created(KINDS.prefixList),
    run: createList,
  },
  {
    name: 'DescribeManagedPrefixLists',
    takes: ['PrefixListId', ...PAGED],
    run: (call) =>
      describe(call, call.world.prefixLists, 'PrefixListId', {
        set: 'prefixListSet',
        filters: FILTERS,
        view: listView,
        tags: (list) => list.tags,
        pageSize: [1, 100],
      }),
  },
  {
    name: 'ModifyManagedPrefixList',
    takes: ['PrefixListId', 'CurrentVersion', 'PrefixListName', 'AddEntry', 'RemoveEntry', 'MaxEntries'],
    needs: onList,
    run: modifyList,
  },
  { name: 'DeleteManagedPrefixList', takes: ['PrefixListId'], needs: onList, run: deleteList },
  {
    name: 'GetManagedPrefixListEntries',
    takes: ['PrefixListId', 'TargetVersion', 'MaxResults', 'NextToken'],
    needs: onList,
    run: listEntries,
  },
  { name: 'DescribePrefixLists', takes: ['PrefixListId', ...PAGED], run: describeAmazonLists },
];

function listParam(call: Call): PrefixList {
  return call.world.prefixLists.find(call, call.params.required('PrefixListId'));
}

function listView(list: PrefixList): XmlObject {
  const owner = list.ownerId === AMAZON ? 'aws' : list.ownerId;
  return {
    prefixListId: list.id,
    addressFamily: list.addressFamily,
    state: list.state,
    prefixListArn: arnOf(list.region, owner, KINDS.prefixList.type, list.id),
    prefixListName: list.name,
    maxEntries: list.maxEntries,
    version: list.ownerId === AMAZON ? undefined : list.versions.length,
    tagSet: tagSet(list.tags),
    ownerId: list.ownerId,
  };
}

function createList(call: Call): XmlObject {
  const { params, world, aws, accountId, region } = call;
  const name = params.required('PrefixListName');
  const addressFamily = params.required('AddressFamily');
  const maxEntries = params.integer('MaxEntries');
  if (addressFamily !== 'IPv4' && addressFamily !== 'IPv6') {
    throw invalidValue(`Value (${addressFamily}) for parameter AddressFamily is invalid.`);
  }
  if (maxEntries === undefined) throw missingParameter('MaxEntries');
  checkSize(maxEntries);
  const entries = entriesIn(call, 'Entry', addressFamily);
  checkEntries(entries, maxEntries);
  const list = world.prefixLists.add({
    id: aws.ids.fresh(KINDS.prefixList),
    ownerId: accountId,
    region,
    tags: tagsFor(params, KINDS.prefixList.type),
    name,
    addressFamily,
    maxEntries,
    versions: [entries],
    state: 'create-complete',
  });
  aws.consistency.changed(list.id, 'created', call.hiddenMs);
  return { prefixList: { ...listView(list), state: 'create-in-progress' } };
}

function modifyList(call: Call): XmlObject {
  const list = ownList(call);
  const { params } = call;
  const present = list.versions.at(-1) ?? [];
  const changes = params.has('AddEntry') || params.has('RemoveEntry');
  const version = params.integer('CurrentVersion');
  if (changes && version === undefined) throw missingParameter('CurrentVersion');
  if (version !== undefined && version !== list.versions.length) {
    throw new Ec2Error(
      'PrefixListVersionMismatch',
      `The prefix list has the incorrect version number. It is at version ${list.versions.length}.`,
    );
  }
  const maxEntries = params.integer('MaxEntries') ?? list.maxEntries ?? MOST_ENTRIES;
  checkSize(maxEntries);
  const removed = params.members('RemoveEntry').map((entry) => entry.required('Cidr'));
  const unknown = removed.find((text) => !present.some(({ cidr }) => cidr.toString() === text));
  if (unknown !== undefined) throw invalidValue(`The prefix list has no entry ${unknown}.`);
  const added = entriesIn(call, 'AddEntry', list.addressFamily);
  const replaced = [...removed, ...added.map(({ cidr }) => cidr.toString())];
  const kept = present.filter(({ cidr }) => !replaced.includes(cidr.toString()));
  checkEntries([...kept, ...added], maxEntries);
  list.maxEntries = maxEntries;
  list.name = params.text('PrefixListName') ?? list.name;
  if (changes) list.versions.push([...kept, ...added]);
  list.state = 'modify-complete';
  return { prefixList: { ...listView(list), state: 'modify-in-progress' } };
}

function deleteList(call: Call): XmlObject {
  const list = ownList(call);
  const { world } = call;
  const isRouted = world.routeTables
    .all()
    .flatMap(({ routes }) => routes)
    .some(({ destination }) => 'prefixListId' in destination && destination.prefixListId === list.id);
  const isPeer = world.securityGroupRules
    .all()
    .some(({ peer }) => peer.kind === 'prefix-list' && peer.prefixListId === list.id);
  if (isRouted || isPeer) throw dependencyViolation('prefix list', list.id);
  world.prefixLists.delete(list.id);
  return { prefixList: { ...listView(list), state: 'delete-in-progress' } };
}

function ownList(call: Call): PrefixList {
  const list = listParam(call);
  if (list.ownerId !== AMAZON) return list;
  throw new Ec2Error('OperationNotPermitted', `The prefix list ${list.id} belongs to AWS.`);
}

function listEntries(call: Call): XmlObject {
  const list = listParam(call);
  const version = call.params.integer('TargetVersion') ?? list.versions.length;
  const entries = list.versions[version - 1];
  if (!entries) throw invalidValue(`The prefix list ${list.id} has no version ${version}.`);
  return page(call, entries, {
    set: 'entrySet',
    view: ({ cidr, description }) => ({ cidr: cidr.toString(), description }),
    pageSize: [1, 100],
  });
}

/** The older action knows AWS's own lists only, and shows their blocks at once. */
function describeAmazonLists(call: Call): XmlObject {
  const wanted = call.params.texts('PrefixListId');
  for (const id of wanted) call.world.prefixLists.find(call, id);
  const rows = call.world.prefixLists
    .list(call)
    .filter(({ id, ownerId }) => ownerId === AMAZON && (wanted.length === 0 || wanted.includes(id)));
  return page(call, filtered(call, rows, { filters: FILTERS }), {
    set: 'prefixListSet',
    view: (list) => ({
      prefixListId: list.id,
      prefixListName: list.name,
      cidrSet: list.versions.at(-1)?.map(({ cidr }) => cidr.toString()),
    }),
  });
}

function entriesIn(call: Call, name: string, family: PrefixList['addressFamily']): PrefixListEntry[] {
  return call.params.members(name).map((entry) => ({
    cidr: cidrValue('Cidr', entry.required('Cidr'), family === 'IPv4' ? 4 : 6),
    description: entry.text('Description'),
  }));
}

function checkSize(maxEntries: number): void {
  if (maxEntries >= 1 && maxEntries <= MOST_ENTRIES) return;
  throw invalidValue(
    `Value (${maxEntries}) for parameter maxEntries is invalid. Expecting 1 to ${MOST_ENTRIES}.`,
  );
}

function checkEntries(entries: readonly PrefixListEntry[], maxEntries: number): void {
  if (entries.length > maxEntries) {
    throw new Ec2Error(
      'PrefixListMaxEntriesExceeded',
      `You've reached the maximum number of entries (${maxEntries}) for the prefix list.`,
    );
  }
  const texts = entries.map(({ cidr }) => cidr.toString());
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) throw invalidValue(`The prefix list has the entry ${twice} twice.`);
}
