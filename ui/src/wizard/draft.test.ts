import { expect, test } from 'vitest';
import type { DraftCheck } from '../bindings/ipc';
import { memoryHost } from '../host/memory';
import { DraftForm } from './draft.svelte';

const answer = (ready: boolean): DraftCheck => ({
  ready,
  general: ready ? 'complete' : 'problem',
  device: 'untouched',
  roles: 'complete',
  phone: null,
  problems: ready ? [] : [{ field: 'email', code: 'required', data: {} }],
});

test('an older answer about the form is dropped', async () => {
  const host = memoryHost();
  const waiting: ((check: DraftCheck) => void)[] = [];
  host.answer('check_draft', () => new Promise<DraftCheck>((resolve) => waiting.push(resolve)));
  const form = new DraftForm(host);
  const older = form.askNow();
  const newer = form.askNow();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.(answer(true));
  await newer;
  waiting[0]?.(answer(false));
  await older;
  expect(form.check?.ready).toBe(true);
});

test('many changes in a row ask once', async () => {
  const host = memoryHost();
  const form = new DraftForm(host);
  for (const letter of 'Grace') {
    form.firstName += letter;
    form.changed('first_name');
  }
  await expect.poll(() => form.check).not.toBeNull();
  expect(host.calls.filter((call) => call.command === 'check_draft')).toHaveLength(1);
});

test('creating asks first what the newest state of the form lacks', async () => {
  const host = memoryHost();
  host.answer('check_draft', ({ draft }) => answer(draft.email === ''));
  const form = new DraftForm(host);
  await form.askNow();
  expect(form.check?.ready).toBe(true);
  form.email = 'x';
  form.changed('email');
  expect(await form.create()).toBeUndefined();
  expect(form.insisted).toBe(true);
  expect(host.calls.some((call) => call.command === 'create_user')).toBe(false);
});

test('nothing is left after wiping', () => {
  const form = new DraftForm(memoryHost());
  Object.assign(form, { firstName: 'G', lastName: 'H', email: 'g@example.com', password: 'p', confirmPassword: 'p' });
  form.assign(['member'], ['users.view']);
  expect(form.typed).toBe(true);
  form.wipe();
  expect(form.typed).toBe(false);
  expect(JSON.stringify([form.password, form.confirmPassword, form.roles, form.check])).toBe('["","",[],null]');
});
