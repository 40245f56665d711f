import { describe, expect, it } from 'vitest';
import {
  containsResource,
  idOf,
  readId,
  sameResource,
  subscriptionOf,
  vnetResourceId,
} from '../../src/azure/ids.js';
import { assignmentGuid, namesFor, roleGuid } from '../../src/azure/names.js';
import { uuidV5 } from '../../src/azure/uuid-v5.js';
import { settingsAt } from './helpers/settings.js';

const GUID = 'AAAAAAAA-0000-4000-8000-000000000001';

describe('ids', () => {
  it('are GUIDs in lower case', () => {
    expect(readId(GUID)).toBe(GUID.toLowerCase());
    expect(readId('contoso')).toBeUndefined();
    expect(() => idOf('tenantId', 7)).toThrow(/tenantId is 7/);
  });

  it('of resources know no case', () => {
    const id = vnetResourceId({ subscriptionId: GUID, resourceGroup: 'Rg', vnetName: 'Hub' });
    expect(sameResource(id, id.replace('resourceGroups', 'resourcegroups').toUpperCase())).toBe(true);
    expect(sameResource(id, `${id}2`)).toBe(false);
    expect(sameResource(undefined, undefined)).toBe(false);
    expect(subscriptionOf(id)).toBe(GUID.toLowerCase());
  });

  it('contain what lies below them, and no namesake', () => {
    expect(containsResource('/subscriptions/a', '/Subscriptions/A/resourceGroups/rg')).toBe(true);
    expect(containsResource('/subscriptions/a/resourceGroups/r', '/subscriptions/a/resourceGroups/rg')).toBe(
      false,
    );
  });
});

describe('names', () => {
  it('are UUIDs of version 5 that stay', () => {
    expect(uuidV5('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidV5('x')).toBe(uuidV5('x'));
    expect(uuidV5('x')).not.toBe(uuidV5('y'));
  });

  it('differ by network and by virtual network', () => {
    const at = (vnetName: string, networkId: string) =>
      namesFor(settingsAt('http://127.0.0.1:1', { vnetName }), networkId).uniqueName;
    const all = [at('hub', 'net_1'), at('hub', 'net_2'), at('spoke', 'net_1')];
    expect(new Set(all).size).toBe(3);
    expect(at('HUB', 'net_1')).toBe(all[0]);
  });

  it('of assignments differ by principal, scope and role', () => {
    const [one, two] = [idOf<never>('p', GUID), idOf<never>('p', GUID.replace('1', '2').replace(/.$/, '3'))];
    const all = [
      assignmentGuid('/a', one, GUID),
      assignmentGuid('/b', one, GUID),
      assignmentGuid('/a', two, GUID),
      roleGuid(idOf('s', GUID), 'x'),
      roleGuid(idOf('s', GUID), 'y'),
    ];
    expect(new Set(all).size).toBe(5);
    expect(assignmentGuid('/A', one, GUID.toLowerCase())).toBe(all[0]);
  });
});
