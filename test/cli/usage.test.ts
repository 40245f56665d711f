import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const key = { DFCLOUD_API_KEY: 'key-for-tests', DFCLOUD_BASE_URL: 'http://127.0.0.1:9' };

/** Nothing listens on port 9: whatever gets as far as a request would end with 1. */
const REFUSED: readonly (readonly [given: string, says: readonly string[], env?: Record<string, string>])[] =
  [
    ['', ['Usage: dfcloud']],
    ['networks', ['Usage: dfcloud networks']],
    ['netwroks list', ["unknown command 'netwroks'", 'Did you mean networks?', 'help:  dfcloud --help']],
    ['networks lst', ["unknown command 'lst'", 'Did you mean list?', 'list, get, create, update, delete']],
    [
      'networks list --statsu x',
      [
        "unknown option '--statsu'",
        'Did you mean --status?',
        '--name, --status',
        'dfcloud networks list --help',
      ],
    ],
    ['--json networks list', ["unknown option '--json'", 'stand behind it']],
    ['networks get', ["missing required argument 'id'", 'dfcloud networks get']],
    ['networks get a b', ['too many arguments']],
    ['networks create --cloud asw', ["'asw' is invalid", 'aws, gcp, azure']],
    ['networks create --cloud aws', ['--name, --region, --cidr are missing']],
    [
      'networks create --name a --cloud aws --region us-east-1 --cidr 10.0.1.0/16',
      ['--cidr is "10.0.1.0/16"', '10.0.0.0/16'],
    ],
    [
      'networks create --name a --cloud aws --region us-east-1 --cidr 10.0.0.0/8',
      ['--cidr is "10.0.0.0/8"', '/16 to /24'],
    ],
    ['networks create --name a --cloud aws --region us-east-1 --cidr fd00::/16', ['--cidr']],
    ['networks get .. --json', ['id is ".."']],
    ['networks list', ['No API key', 'export DFCLOUD_API_KEY'], {}],
    ['networks list', ['it is empty'], { DFCLOUD_API_KEY: '' }],
    ['networks list', ['it has no scheme'], { ...key, DFCLOUD_BASE_URL: 'api.example.com' }],
    ['networks list --timeout-ms soon', ['--timeout-ms', 'whole number']],
    ['networks list', ['DFCLOUD_TIMEOUT_MS', 'whole number'], { ...key, DFCLOUD_TIMEOUT_MS: 'soon' }],
    ['networks delete net-1', ['Add --yes']],
    ['networks create --spec no-such-file.json', ['no-such-file.json cannot be read (ENOENT)']],
    ['networks create --spec - --name a', ['--spec and --name are given together']],
    [
      'connections create --name a --network n',
      ['which VPC', '--aws-account', '--gcp-project', '--azure-subscription'],
    ],
    ['connections create --name a --network n --vpc vpc-0a1b2c3d', ['--aws-account is missing']],
    [
      'connections create --name a --network n --vpc vpc-1 --gcp-project p',
      ['--vpc is for aws and --gcp-project for gcp'],
    ],
    [
      'connections create --name a --network n --aws-account 12 --vpc vpc-0a1b2c3d',
      ['--aws-account is "12"', '12 digits'],
    ],
    [
      'connections create --name a --network n --gcp-project my-project --gcp-network default --region r',
      ['has no region'],
    ],
    ['connections update conn-1 --name b', ['cannot be changed', 'Create a new one']],
    ['connections wait conn-1 --for updating', ["'updating' is invalid", 'active, inactive, deleted']],
    [
      'connections ensure --name a --network n --aws-account 123456789012 --vpc vpc-0a1b2c3d --replace',
      ['Add --yes'],
    ],
    ['datastores create --name a --memory much --tier dev', ['amount of memory']],
    ['datastores update dst-1', ['not said what to change']],
    ['datastores get dst-1 --show-password', ['No API key'], {}],
    ['verify', ['not said what to verify', '--endpoint host:port'], {}],
    ['verify --endpoint host:99999', ['--endpoint is "host:99999"', 'from 1 to 65535'], {}],
    ['verify --endpoint http://host:1', ['--endpoint', 'redis://'], {}],
    ['verify --endpoint host:1 --port 2', ['--port'], {}],
    ['verify --endpoint redis://host:1 --tls on', ['--tls'], {}],
    ['verify --endpoint host:1 --tls maybe', ["'maybe' is invalid", 'auto, on, off'], {}],
    ['verify --endpoint host:1 --cidr 10.0.0.1/8', ['--cidr is "10.0.0.1/8"', '10.0.0.0/8'], {}],
    ['verify --endpoint host:1 --password-env NO_SUCH_VARIABLE', ['NO_SUCH_VARIABLE is not set'], {}],
    ['verify host:1 --endpoint host:2', ['Two endpoints'], {}],
    ['probe', ['not said what to probe'], {}],
    ['probe host:1 --concurrency 0', ['--concurrency', 'from 1 to 10000'], {}],
    ['probe host:99999', ['targets[0]'], {}],
    ['sandbox --port 70000', ['--port', 'from 0 to 65535'], {}],
  ];

describe('a wrong command line', () => {
  for (const [given, says, env = key] of REFUSED) {
    it.concurrent(`is refused with 2: dfcloud ${given}`, async () => {
      const { code, stdout, stderr } = await runCli(given.split(' ').filter(Boolean), { env });
      expect(stdout).toBe('');
      for (const text of says) expect(stderr).toContain(text);
      expect(code).toBe(2);
    });
  }

  it.concurrent('never shows a key that was typed as a flag', async () => {
    for (const args of [['--api-key=SECRET-1'], ['--api-key', 'SECRET-1'], ['--password=SECRET-1']]) {
      const { code, stdout, stderr } = await runCli(['networks', 'list', ...args], { env: key });
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain('SECRET-1');
      expect(stderr).toContain('never taken from the command line');
    }
  });

  it.concurrent('never shows the password of an endpoint', async () => {
    const { code, stderr } = await runCli(['verify', 'redis://user:SECRET-1@host:99999']);
    expect(code).toBe(2);
    expect(stderr).toContain('***@host:99999');
    expect(stderr).not.toContain('SECRET-1');
  });

  it.concurrent('names the broken place of a spec, not its content', async () => {
    const stdin = '{"name":"a","dragonfly":{"aclRules":["SECRET-1"]],}';
    const { code, stdout, stderr } = await runCli(['datastores', 'create', '--spec', '-'], {
      env: key,
      stdin,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('stdin is no JSON');
    expect(stderr).not.toContain('SECRET-1');
  });
});
