import { expect, test } from 'vitest';
import type { CommandError, ErrorCode, Field, ProblemCode } from '../bindings/ipc';
import { errors } from './en-errors';
import { fields, problems } from './en-problems';
import { errorText, problemText } from './index';

const error = (code: ErrorCode, more: Partial<CommandError> = {}): CommandError => ({
  code,
  fields: [],
  retryable: false,
  data: {},
  ...more,
});

test.each(Object.keys(errors) as ErrorCode[])('%s says what happened and what to do', (code) => {
  const known: CommandError['data'] = { path: '/srv/d', seconds: '5', holders: '3', left: '2', permission: 'users.create' };
  for (const data of [{}, known]) {
    const { title, body } = errorText(error(code, { data }));
    expect(title).toMatch(/^[A-Z][^.]+[^.]$/);
    expect(body).toMatch(/^[\dA-Z].+\.$/);
    expect(title + body).not.toMatch(/undefined|null|NaN/);
  }
});

test.each(Object.keys(problems) as ProblemCode[])('%s is worded for every field', (code) => {
  for (const field of Object.keys(fields) as Field[]) {
    const says = problemText({ field, code, data: {} });
    expect(says).toMatch(/^[A-Z“].+[^.]$/);
    expect(says).not.toMatch(/undefined|null|NaN/);
  }
});

test('figures and words of a problem are told', () => {
  expect(problemText({ field: 'password', code: 'password_too_short', data: { min: '15' } })).toContain('15');
  expect(problemText({ field: 'password', code: 'password_contains', data: { contains: 'lovelace' } })).toContain(
    'lovelace',
  );
  expect(problemText({ field: 'password', code: 'password_needs_symbol', data: { symbols: '#@_' } })).toContain('# @ _');
  expect(problemText({ field: 'first_name', code: 'forbidden_character', data: { character: 'U+202E' } })).toContain(
    'U+202E',
  );
  expect(problemText({ field: 'passphrase', code: 'password_weak', data: {} })).toContain('passphrase');
});

test('an invalid form names its first problem', () => {
  const taken = { field: 'email', code: 'email_taken', data: {} } as const;
  expect(errorText(error('invalid', { fields: [taken] })).body).toBe('This email is already registered');
});

test('a gateway has the last word', () => {
  for (const code of Object.keys(errors).filter((one) => one.startsWith('sms_')) as ErrorCode[]) {
    expect(errorText(error(code, { data: { said: '30003 unreachable' } })).body).toMatch(
      /\. The gateway said: “30003 unreachable”$/,
    );
  }
});

test('a mail server has the last word', () => {
  for (const code of Object.keys(errors).filter((one) => one.startsWith('mail_')) as ErrorCode[]) {
    expect(errorText(error(code, { data: { said: '550 no such user' } })).body).toMatch(
      /\. The server said: “550 no such user”$/,
    );
  }
});

test('a directory’s server is named, and has the last word', () => {
  for (const code of Object.keys(errors).filter((one) => /^connection_(?!active)/.test(one)) as ErrorCode[]) {
    const { body } = errorText(error(code, { data: { host: 'db.example.com:5432', said: 'FATAL: no' } }));
    expect(body).toMatch(/^It is db\.example\.com:5432\. .+\. The server said: “FATAL: no”$/);
  }
  expect(errorText(error('copy_differs', { data: { table: 'users' } })).body).toContain('“users”');
});

test('problems of a connection are told in their own words', () => {
  expect(problemText({ field: 'connection_address', code: 'address_invalid', data: {} })).toContain('postgresql://');
  expect(problemText({ field: 'connection_address', code: 'unknown', data: { id: 'sslcert' } })).toContain('Take “sslcert” out');
  expect(problemText({ field: 'connection_name', code: 'name_taken', data: {} })).toContain('directory of this name');
  expect(problemText({ field: 'connection_hosts', code: 'too_long', data: { max: '8' } })).toContain('Remove servers');
  expect(problemText({ field: 'connection_key', code: 'certificates_invalid', data: {} })).toContain('private key');
});

test('problems of a template and of a page are told in their own words', () => {
  const data = { placeholder: 'code' };
  expect(problemText({ field: 'template_subject', code: 'placeholder_invalid', data })).toContain('out of the subject');
  expect(problemText({ field: 'template_body', code: 'placeholder_invalid', data })).toContain('“{code}” cannot');
  expect(problemText({ field: 'template_body', code: 'placeholder_missing', data })).toContain('Put {code} in');
  expect(problemText({ field: 'link_base', code: 'address_not_encrypted', data: {} })).toContain('the page');
  expect(problemText({ field: 'mail_security', code: 'address_not_encrypted', data: {} })).toContain('STARTTLS');
});

test('long waits are told in minutes and hours', () => {
  expect(errorText(error('too_many_codes', { data: { seconds: '540' } })).body).toContain('9 minutes');
  expect(errorText(error('number_locked', { data: { seconds: '80000' } })).body).toContain('23 hours');
  expect(errorText(error('code_wrong', { data: { left: '1' } })).body).toContain('1 try is left');
});

test('waits and holders are counted', () => {
  expect(errorText(error('slow_down', { data: { seconds: '1' } })).body).toContain('1 second,');
  expect(errorText(error('role_in_use', { data: { holders: '1' } })).body).toContain('1 user or role holds');
});
