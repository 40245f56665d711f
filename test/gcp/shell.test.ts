import { describe, expect, it } from 'vitest';
import { HALF, ScriptedGoogle } from './helpers/scripted-google.js';

/** What a plan shows as commands, step by step. */
async function shell(google: ScriptedGoogle, options: Parameters<ScriptedGoogle['steps']>[0] = {}) {
  const flow = google.flow();
  const steps = await google.steps(options);
  const lines = steps.map(async (step) => [step.id, await step.shell?.(flow)] as const);
  return Object.fromEntries(await Promise.all(lines));
}

describe('the steps as gcloud commands', () => {
  it('add the peering and wait for it', async () => {
    const options = { peeringName: 'dragonfly', importCustomRoutes: true, stackType: 'IPV4_IPV6' } as const;
    const lines = await shell(await ScriptedGoogle.open(), options);
    expect(lines['gcp.peering']).toBe(
      'gcloud compute networks peerings create dragonfly --network=app-vpc --project=my-project --peer-network=vendor-vpc --peer-project=vendor-project --import-custom-routes --stack-type=IPV4_IPV6',
    );
    expect(lines['gcp.options']).toBe('');
    expect(lines['gcp.active']).toBe(
      "until gcloud compute networks list --project=my-project --filter=name=app-vpc --flatten='peerings[]' --format='csv[no-heading](peerings.name,peerings.state)' | grep -x dragonfly,ACTIVE > /dev/null; do sleep 2; done",
    );
  });

  it('change the options of a peering by its real name', async () => {
    const options = { importCustomRoutes: true, exportCustomRoutes: false };
    const lines = await shell(await ScriptedGoogle.open(HALF), options);
    expect(lines['gcp.options']).toBe(
      'gcloud compute networks peerings update df --network=app-vpc --project=my-project --import-custom-routes',
    );
    expect(lines['gcp.active']).toContain('grep -x df,ACTIVE');
  });

  it('add and change firewall rules', async () => {
    const google = await ScriptedGoogle.open();
    const first = await shell(google, { firewall: { targetTags: ['app', 'web'] } });
    expect(first['gcp.egress:192.168.0.0/16']).toBe('');
    const create = first['gcp.ingress:192.168.0.0/16'] ?? '';
    expect(create).toMatch(
      /^gcloud compute firewall-rules create dfcloud-[0-9a-f]{20} --project=my-project --network=app-vpc --direction=INGRESS --action=ALLOW --rules=tcp:6379 --source-ranges=192\.168\.0\.0\/16 --priority=1000 --target-tags='app,web' --description='Dragonfly network net-1, made by dfcloud'$/,
    );

    const name = /dfcloud-\S+/.exec(create)?.[0];
    const rule = {
      name,
      network: 'global/networks/app-vpc',
      allowed: [{ IPProtocol: 'udp' }],
      targetTags: ['app'],
    };
    google.answers['global/firewalls'] = { items: [rule] };
    const second = await shell(google, { firewall: { targets: 'all', priority: 900 } });
    expect(second['gcp.ingress:192.168.0.0/16']).toBe(
      `gcloud compute firewall-rules update ${name} --project=my-project --no-disabled --allow=tcp:6379 --source-ranges=192.168.0.0/16 --priority=900 --target-tags= --target-service-accounts= --description='Dragonfly network net-1, made by dfcloud'`,
    );
  });
});
