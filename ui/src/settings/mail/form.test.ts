import { expect, test } from 'vitest';
import { chooseProvider, chooseSecurity, freshForm, portOf, stepsOf } from './form';
import { providerNames, providerOf, providers } from './providers';

test('every provider is known again by its host', () => {
  for (const name of providerNames) {
    if (name !== 'other') expect(providerOf(providers[name].host)).toBe(name);
  }
  expect(providerOf(' SMTP.Gmail.com ')).toBe('gmail');
  expect(providerOf('email-smtp.us-east-1.amazonaws.com')).toBe('ses');
  expect(providerOf('smtp.example.com')).toBe('other');
});

test('a provider fills in what it asks for, and the secret of another is gone', () => {
  const typed = { ...freshForm(), account: 'ada@example.com', secret: 'abc' };
  const sendgrid = chooseProvider(typed, 'sendgrid');
  expect(sendgrid).toMatchObject({ host: 'smtp.sendgrid.net', port: '587', account: 'apikey', secret: '' });
  const yahoo = chooseProvider(sendgrid, 'yahoo');
  expect(yahoo).toMatchObject({ host: 'smtp.mail.yahoo.com', port: '465', security: 'tls', account: '' });
  expect(chooseProvider(typed, 'gmail').account).toBe('ada@example.com');
  expect(chooseProvider(yahoo, 'other')).toMatchObject({ host: '', port: '465' });
});

test('the port goes with the encryption where it was the usual one', () => {
  expect(chooseSecurity(freshForm(), 'tls').port).toBe('465');
  expect(chooseSecurity({ ...freshForm(), port: '2525' }, 'tls').port).toBe('2525');
});

test('a port is a whole number that the wire can carry', () => {
  expect(portOf({ ...freshForm(), port: ' 25 ' })).toBe(25);
  expect(portOf({ ...freshForm(), port: '65536' })).toBeNull();
  expect(portOf({ ...freshForm(), port: 'smtp' })).toBeNull();
});

test('the steps are those that such a server is tried for', () => {
  expect(stepsOf('start_tls', 'password')).toEqual(['name', 'port', 'greeting', 'tls', 'credentials', 'sender']);
  expect(stepsOf('tls', 'none')).toEqual(['name', 'port', 'tls', 'greeting', 'sender']);
  expect(stepsOf('none', 'none')).toEqual(['name', 'port', 'greeting', 'sender']);
});
