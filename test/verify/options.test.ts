import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { readVerifyOptions, type VerifyOptions } from '../../src/verify/options.js';
import { verify } from '../../src/verify/verify.js';

const endpoint = '192.168.0.10';

describe('defaults', () => {
  it('are port 6379, tls auto, ten seconds', () => {
    expect(readVerifyOptions({ endpoint })).toMatchObject({
      endpoint: '192.168.0.10:6379',
      port: 6379,
      tls: 'auto',
      timeoutMs: 10_000,
      respTimeoutMs: 1500,
      allowPublic: false,
      cidrs: [],
    });
  });

  it('let the scheme decide about TLS', () => {
    expect(readVerifyOptions({ endpoint: `redis://${endpoint}` }).tls).toBe(false);
    expect(readVerifyOptions({ endpoint: `rediss://${endpoint}`, tls: 'auto' }).tls).toBe(true);
  });

  it('take the port from where it is given', () => {
    expect(readVerifyOptions({ endpoint, port: 7000 }).endpoint).toBe('192.168.0.10:7000');
    expect(readVerifyOptions({ endpoint: `${endpoint}:7000` }).port).toBe(7000);
    expect(readVerifyOptions({ endpoint: `${endpoint}:7000`, port: 7000 }).port).toBe(7000);
  });

  it('take any legal block, IPv6 and public too', () => {
    const cidrs = ['0.0.0.0/0', '8.8.8.8/32', 'fd00::/8', '2001:db8::/32'];
    expect(readVerifyOptions({ endpoint, cidrs, sourceCidrs: cidrs }).cidrs.map(String)).toEqual(cidrs);
  });

  it('take credentials from the URL or the options', () => {
    const fromUrl = readVerifyOptions({ endpoint: `redis://u:p@${endpoint}` }).credentials;
    const fromOptions = readVerifyOptions({ endpoint, username: 'u', password: 'p' }).credentials;
    expect(fromUrl).toEqual({ username: 'u', password: 'p' });
    expect(fromOptions).toEqual(fromUrl);
    expect(readVerifyOptions({ endpoint, password: '' }).credentials).toBeUndefined();
  });
});

describe('bad input', () => {
  const cases: readonly [string, object, string, RegExp][] = [
    ['an unknown option', { endpoint, cidr: [] }, 'cidr', /Unknown option cidr\..*/],
    ['no endpoint', {}, 'endpoint', /endpoint is missing/],
    ['two different ports', { endpoint: `${endpoint}:1`, port: 2 }, 'port', /port is 2\..*names that port/],
    ['port 0', { endpoint, port: 0 }, 'port', /port is 0/],
    ['a port as text', { endpoint, port: '6379' }, 'port', /port is "6379"/],
    ['tls as text', { endpoint, tls: 'on' }, 'tls', /'auto', true or false/],
    [
      'tls off for rediss://',
      { endpoint: `rediss://${endpoint}`, tls: false },
      'tls',
      /rediss:\/\/ means TLS/,
    ],
    ['tls on for redis://', { endpoint: `redis://${endpoint}`, tls: true }, 'tls', /means no TLS/],
    ['one CIDR as text', { endpoint, cidrs: '10.0.0.0/8' }, 'cidrs', /a list of CIDR blocks/],
    ['host bits', { endpoint, cidrs: ['10.0.0.0/8', '10.0.0.1/16'] }, 'cidrs[1]', /10\.0\.0\.0\/16/],
    ['IPv6 host bits', { endpoint, sourceCidrs: ['fd00::1/8'] }, 'sourceCidrs[0]', /fd00::\/8/],
    ['a prefix out of range', { endpoint, cidrs: ['10.0.0.0/33'] }, 'cidrs[0]', /from 0 to 32/],
    ['an address as CIDR', { endpoint, cidrs: ['10.0.0.1'] }, 'cidrs[0]', /its prefix length/],
    ['no CIDR at all', { endpoint, cidrs: [7] }, 'cidrs[0]', /cidrs\[0\] is 7/],
    ['no time', { endpoint, timeoutMs: 0 }, 'timeoutMs', /timeoutMs is 0/],
    ['endless time', { endpoint, timeoutMs: Infinity }, 'timeoutMs', /milliseconds from 1/],
    ['more than timers can', { endpoint, respTimeoutMs: 2 ** 31 }, 'respTimeoutMs', /2147483647/],
    ['a size of nothing', { endpoint, echoSizesBytes: [64, 0] }, 'echoSizesBytes[1]', /is 0/],
    ['a signal that is none', { endpoint, signal: {} }, 'signal', /AbortSignal/],
    ['a listener that is none', { endpoint, onEvent: 'log' }, 'onEvent', /a function/],
    ['a CA that is none', { endpoint, ca: './ca.pem' }, 'ca', /PEM file/],
    ['an empty server name', { endpoint, servername: '' }, 'servername', /not empty/],
    ['a flag as text', { endpoint, allowPublic: 'yes' }, 'allowPublic', /true or false/],
  ];

  it.each(cases)('%s is refused by name', async (_, options, field, text) => {
    const error = await verify(options as VerifyOptions).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ code: 'invalid_input', field });
    expect(`${error} ${error instanceof InvalidInputError && error.fix}`).toMatch(text);
  });

  it('names the option that was probably meant', () => {
    const typo = { endpoint, timeoutMS: 1 };
    expect(() => readVerifyOptions(typo)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('Did you mean timeoutMs?') }),
    );
  });

  it.each([[undefined], [null], ['192.168.0.10:6379'], [[]]])('refuses %j in place of options', (options) => {
    expect(() => readVerifyOptions(options as never)).toThrow(InvalidInputError);
  });

  it.each([
    { endpoint: `redis://u:first-secret@${endpoint}`, password: 'other-secret' },
    { endpoint: `redis://first-secret:p@${endpoint}`, username: 'other-secret' },
    { endpoint, password: ['other-secret'] as never },
    { endpoint, ca: 'other-secret' },
  ])('never shows a secret', (options) => {
    expect(() => readVerifyOptions(options)).toThrow(InvalidInputError);
    expect(() => readVerifyOptions(options)).not.toThrow(/secret/);
  });
});
