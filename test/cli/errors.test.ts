import { describe, expect, it } from 'vitest';
import { errorDocument, errorText, exitCodeOf } from '../../src/cli/errors.js';
import { styleFor } from '../../src/cli/style.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { DfCloud, InvalidInputError, NetworkError } from '../../src/index.js';
import { SandboxError } from '../../src/sandbox/index.js';

const request = { method: 'POST', path: '/v1/networks', attempts: 1, sent: 'yes', status: 400 } as const;
const text = { message: 'It is wrong.', fix: 'Do it right.' };
const plain = styleFor(process.stdout, { NO_COLOR: '1', TERM: 'dumb' });

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('an error', () => {
  it.each([
    ['what was typed', new UsageError('No.', 'Yes.'), 2],
    ['input refused here', new InvalidInputError(text, { field: 'name' }), 2],
    ['input refused by the API', new InvalidInputError(text, { request }), 1],
    ['a key that is missing', thrownBy(() => new DfCloud({ apiKey: '' })), 2],
    ['a network failure', new NetworkError(text, request), 1],
    ['a port that is taken', new SandboxError('port_taken', 'Taken.', 'Take another.'), 1],
    ['an option of the sandbox', new SandboxError('invalid_option', 'Bad.', 'Good.'), 2],
    ['a bug', new TypeError('x is undefined'), 1],
    ['no error at all', 'a text', 1],
  ])('ends with the right code: %s', (_title, error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });

  it('is shown with what to do', () => {
    expect(errorText(new NetworkError(text), 'dfcloud status', plain, false)).toBe(
      'dfcloud status: It is wrong.\n  fix: Do it right.\n',
    );
  });

  it('is a document with its details', () => {
    expect(errorDocument(new NetworkError(text, request))).toEqual({
      error: { name: 'NetworkError', code: 'network', ...text, request },
    });
  });

  it('that is a bug says so, with its stack on request', () => {
    const bug = new TypeError('x is undefined');
    expect(errorText(bug, 'dfcloud', plain, false)).toContain('This is a bug of dfcloud');
    expect(errorText(bug, 'dfcloud', plain, false)).not.toContain(import.meta.filename);
    expect(errorText(bug, 'dfcloud', plain, true)).toContain(import.meta.filename);
    expect(errorDocument(bug)).toMatchObject({ error: { code: 'unexpected', message: 'x is undefined' } });
  });
});
