import { expect, test } from 'vitest';
import { parseFilter } from '../../../src/sandbox/gcp/wire/filter.js';

const rule = {
  name: 'allow-df',
  network: 'https://www.googleapis.com/compute/v1/projects/p/global/networks/app-vpc',
  direction: 'EGRESS',
  priority: 900,
  disabled: false,
  sourceRanges: ['10.0.0.0/8', '192.168.0.0/16'],
  logConfig: { enable: true },
  allowed: [{ IPProtocol: 'tcp', ports: ['6379'] }],
};

test.each([
  // As gcloud writes --filter="network=app-vpc AND direction=EGRESS".
  ['(network eq ".*\\bapp\\-vpc\\b.*")(direction eq EGRESS)', true],
  ['(network eq ".*\\bapp\\b.*")(direction eq EGRESS)', true],
  ['(network eq ".*\\bother\\b.*")(direction eq EGRESS)', false],
  ['(network ne ".*\\bother\\b.*")', true],
  ['name eq allow', false],
  ['name eq "allow-(df|x)"', true],
  ['name ne allow-df', false],
  ["name eq 'allow-.*'", true],
  ['name = allow-df', true],
  ['name="allow-df"', true],
  ['name!=allow-df', false],
  ['name = "allow-.*"', false],
  ['name:allow', true],
  ['description:*', false],
  ['description ne x', true],
  ['logConfig.enable = true', true],
  ['disabled = true', false],
  ['allowed.ports eq 6379', true],
  ['allowed.IPProtocol eq udp', false],
  ['sourceRanges eq "192.168.0.0/16"', true],
  ['priority < 1000', true],
  ['priority <= 900', true],
  ['priority > 1000', false],
  ['priority >= 901', false],
  ['(direction = INGRESS) OR (priority = 900)', true],
  ['(direction = INGRESS) AND (priority = 900)', false],
  ['direction = INGRESS OR priority = 900 AND disabled = true', false],
  ['NOT direction = INGRESS', true],
  ['NOT (direction = EGRESS AND priority = 900)', false],
])('%s: %s', (filter, expected) => {
  expect(parseFilter(filter)(rule)).toBe(expected);
});

test.each([
  'name',
  'name eq',
  'eq eq eq eq',
  '(name = x',
  'name = x)',
  'name eq "("',
  'name = "x',
  'na/me = x',
  'AND',
  'name x y',
])('%j is no filter', (filter) => {
  expect(() => parseFilter(filter)).toThrow(
    expect.objectContaining({
      httpStatus: 400,
      reason: 'invalid',
      message: expect.stringContaining("'filter'"),
    }),
  );
});
