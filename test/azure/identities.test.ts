import { describe, expect, it } from 'vitest';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../../src/azure/vendor.js';
import { ConflictError } from '../../src/errors/index.js';
import { rejection } from '../helpers/errors.js';
import { Run } from './helpers/run.js';
import type { Stage } from './helpers/stage.js';

const STRANGER = 'eeeeeeee-0000-4000-8000-000000000009';
/** A fetch whose answers are changed on the way. */
function changing(change: (url: string, response: Response) => Promise<Response>): typeof fetch {
  return async (input, init) => change(String(input), await fetch(input, init));
}

async function withBody(response: Response, edit: (text: string) => string): Promise<Response> {
  const { status, headers } = response;
  const text = edit(await response.text());
  return new Response(text === '' ? null : text, { status, headers: { date: headers.get('date') ?? '' } });
}

const json = (body: unknown) => JSON.stringify(body);

describe('who is who', () => {
  it('stops before any write when the vendor is somebody else', async () => {
    await using run = await Run.open();
    await run.stage.graph('POST', '/servicePrincipals', { appId: VENDOR_APP_ID });
    run.stage.sandbox.clearRequests();
    const forged = changing((url, response) =>
      url.includes('/servicePrincipals')
        ? withBody(response, (text) => text.replaceAll(VENDOR_TENANT_ID, STRANGER))
        : Promise.resolve(response),
    );
    const error = await rejection(run.apply({ fetch: forged }), ConflictError);
    expect(error.message).toContain(STRANGER);
    expect(run.writes()).toEqual([]);
  });

  it('takes back a service principal whose owner is somebody else', async () => {
    await using run = await Run.open();
    const forged = changing((url, response) =>
      url.endsWith('/servicePrincipals') && response.status === 201
        ? withBody(response, (text) => text.replaceAll(VENDOR_TENANT_ID, STRANGER))
        : Promise.resolve(response),
    );
    const error = await rejection(run.apply({ fetch: forged }), ConflictError);
    expect(error.message).toContain(STRANGER);
    const principal = await run.stage
      .graph('GET', `/servicePrincipals(appId='${VENDOR_APP_ID}')`)
      .catch(() => 'none');
    expect(principal).toBe('none');
    expect(run.writes().some((write) => write.includes('roleAssignments'))).toBe(false);
  });

  it('stops before any write when the other end is in a foreign tenant', async () => {
    await using run = await Run.open();
    const { subscriptionId } = run.stage;
    const forged = changing(async (url, response) => {
      const challenge = response.headers.get('www-authenticate');
      if (challenge === null || url.includes(subscriptionId)) return response;
      const headers = { 'www-authenticate': challenge.replaceAll(VENDOR_TENANT_ID, STRANGER) };
      return new Response(await response.text(), { status: response.status, headers });
    });
    const error = await rejection(run.apply({ fetch: forged }), ConflictError);
    expect(error.message).toMatch(new RegExp(`${STRANGER}.*neither Dragonfly's .* nor yours`));
    expect(run.writes()).toEqual([]);
  });

  it('needs no token of another tenant in bring your own cloud', async () => {
    await using run = await Run.open({}, true);
    const { steps } = await run.plan();
    expect(steps.find(({ id }) => id === 'azure.identities')).toMatchObject({
      status: 'done',
      evidence: expect.stringContaining('your own'),
    });
  });
});

describe('an application of the caller', () => {
  async function givenApp(stage: Stage, audience = 'AzureADMultipleOrgs') {
    const app = await stage.graph('POST', '/applications', { displayName: 'mine', signInAudience: audience });
    const { id, appId } = app as { id: string; appId: string };
    const principal = (await stage.graph('POST', '/servicePrincipals', { appId })) as { id: string };
    return { objectId: id, appId, principalId: principal.id };
  }

  it('is used by its two ids, and left by destroy', async () => {
    await using run = await Run.open();
    const { appId, objectId } = await givenApp(run.stage);
    const options = { app: { appId, objectId } };
    const { connection, actions } = await run.apply(options);
    expect(connection?.peer).toMatchObject({ appId });
    expect(actions).not.toContain('azure.app');
    const { left } = await run.destroy(options);
    expect(left.map(({ step }) => step)).toContain('azure.app');
    expect(await run.stage.graph('GET', `/applications/${objectId}`)).toMatchObject({ appId });
  });

  it('is refused by an id of the wrong kind, with the right one', async () => {
    await using run = await Run.open();
    const { appId, objectId, principalId } = await givenApp(run.stage);
    const wrong = [
      { app: { appId: objectId, objectId }, kind: 'the object id of an application', right: appId },
      { app: { appId: principalId, objectId }, kind: 'the object id of a service principal', right: appId },
      {
        app: { appId, objectId: principalId },
        kind: 'service principal, not of the application',
        right: objectId,
      },
    ];
    run.stage.sandbox.clearRequests();
    for (const { app, kind, right } of wrong) {
      const error = await rejection(run.apply({ app }), ConflictError);
      expect(error.message).toContain(kind);
      expect(error.fix).toContain(right);
    }
    expect(run.writes()).toEqual([]);
  });

  it('must be one that other tenants can know', async () => {
    await using run = await Run.open();
    const { appId, objectId } = await givenApp(run.stage, 'AzureADMyOrg');
    const error = await rejection(run.apply({ app: { appId, objectId } }), ConflictError);
    expect(error.fix).toBe(`az ad app update --id ${appId} --sign-in-audience AzureADMultipleOrgs`);
  });

  it('must be the one of the connection that exists', async () => {
    await using run = await Run.open();
    const { appId, objectId } = await givenApp(run.stage);
    await run.apply({ app: { appId, objectId } });
    run.stage.sandbox.clearRequests();
    const error = await rejection(run.apply(), ConflictError);
    expect(error.message).toContain(`was made with application ${appId}`);
    expect(error.fix).toContain(`app: { appId: "${appId}"`);
    expect(run.writes()).toEqual([]);
  });
});

describe('what others have made', () => {
  it('of the same name is not touched', async () => {
    await using run = await Run.open();
    const stranger = await run.stage.graph('POST', '/applications', {
      displayName: 'dfcloud-hub',
      signInAudience: 'AzureADMyOrg',
    });
    const { id } = stranger as { id: string };
    const before = json(await run.stage.graph('GET', `/applications/${id}`));
    await run.apply();
    expect(json(await run.stage.graph('GET', `/applications/${id}`))).toBe(before);
  });
});
