import { describe, expect, it } from 'vitest';
import { endpointIn } from '../../src/aws/profile-endpoint.js';

const CONFIG = `
# A comment
[default]
endpoint_url = http://127.0.0.1:1
[profile lab]
region = us-east-1
services = local   ; the doubles
endpoint_url = http://127.0.0.1:2
[ profile   "quoted name" ]
endpoint_url=http://127.0.0.1:3
[profile off]
endpoint_url = http://127.0.0.1:4
ignore_configured_endpoint_urls = true
[profile s3-only]
services = other
s3 =
  endpoint_url = http://127.0.0.1:5
[services local]
s3 =
  endpoint_url = http://127.0.0.1:6
ec2 =
  endpoint_url = http://127.0.0.1:7
[services other]
s3 =
  endpoint_url = http://127.0.0.1:8
`;

describe('the endpoint of a profile', () => {
  it.each([
    ['default', 'http://127.0.0.1:1'],
    ['lab', 'http://127.0.0.1:7'],
    ['quoted name', 'http://127.0.0.1:3'],
    ['off', undefined],
    ['s3-only', undefined],
    ['missing', undefined],
  ])('of %s is %s', (profile, url) => {
    expect(endpointIn(CONFIG, profile)).toBe(url);
  });
});
