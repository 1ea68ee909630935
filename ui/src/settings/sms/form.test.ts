import { expect, test } from 'vitest';
import type { SmsState } from '../../bindings/ipc';
import { formOf, freshForm, placeOf, settingsOf, typedAt } from './form';

const state: SmsState = {
  settings: { gateway: { kind: 'outbox' }, countries: [], language: 'en', host: '' },
  ...{ secretKnown: false, secretLasts: true, ownCountry: 'DE', ports: [], example: '' },
};

test('the own country is ticked where none is kept yet, and the outbox does not store it', () => {
  const form = formOf(state);
  expect(form.countries).toEqual(['DE']);
  expect(settingsOf(form, state.settings)).toEqual(state.settings);
  const kept = { ...state, settings: { ...state.settings, countries: ['FR'] } };
  expect(formOf(kept).countries).toEqual(['FR']);
});

test('a header that nothing was typed into is none', () => {
  const form = { ...freshForm(), kind: 'http' as const };
  form.http.headers = [{ name: ' ', value: '' }];
  expect(settingsOf(form, state.settings).gateway).toMatchObject({ headers: [] });
});

test('what shares a field of the wire is told apart', () => {
  const at = (field: 'gateway_account' | 'gateway_success', code: 'too_long' | 'required', max: string) =>
    placeOf({ field, code, data: { max } });
  expect(at('gateway_account', 'too_long', '15')).toBe('gateway_account');
  expect(at('gateway_account', 'too_long', '12')).toBe('system_type');
  expect(at('gateway_success', 'required', '')).toBe('gateway_success');
  expect(at('gateway_success', 'too_long', '200')).toBe('contains');
  expect(placeOf({ field: 'email', code: 'required', data: {} })).toBeUndefined();
});

test('a problem of one gateway is none of another', () => {
  const form = freshForm();
  expect(typedAt('gateway_sender', { ...form, kind: 'twilio' })).not.toBe(
    typedAt('gateway_sender', { ...form, kind: 'smpp' }),
  );
  expect(typedAt('sms_host', { ...form, kind: 'twilio' })).toBe(typedAt('sms_host', { ...form, kind: 'smpp' }));
});
