import { expect, test } from 'vitest';
import { asCommandError } from './host';

test('an error with a code is handed on', () => {
  expect(asCommandError({ code: 'locked', fields: [], retryable: false, data: {} }).code).toBe('locked');
});

test('anything else becomes an unexpected error', () => {
  expect(asCommandError(new Error('boom'))).toEqual({ code: 'unexpected', fields: [], retryable: false, data: {} });
  expect(asCommandError('boom').code).toBe('unexpected');
});
