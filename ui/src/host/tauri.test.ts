import { afterEach, expect, test, vi } from 'vitest';
import { inWindow, tauriHost } from './tauri';

afterEach(() => {
  Reflect.deleteProperty(window, '__TAURI_INTERNALS__');
});

function shell(answer: (command: string, args: unknown) => unknown) {
  const invoke = vi.fn(async (command: string, args: unknown) => answer(command, args));
  Object.assign(window, { __TAURI_INTERNALS__: { invoke, transformCallback: () => 1 } });
  return invoke;
}

test('a command goes to the shell with its arguments, and its answer comes back', async () => {
  const invoke = shell(() => ({ phase: 'opening' }));
  expect(await tauriHost().call('unlock_directory', { passphrase: 'x' })).toEqual({ phase: 'opening' });
  expect(invoke.mock.calls[0]?.slice(0, 2)).toEqual(['unlock_directory', { passphrase: 'x' }]);
});

test('a refusal comes as the error of the contract, and a defect as an unexpected one', async () => {
  const locked = { code: 'locked', fields: [], retryable: false, data: {} };
  shell((command) => Promise.reject(command === 'settings' ? locked : 'no such command'));
  await expect(tauriHost().call('settings', {})).rejects.toEqual(locked);
  await expect(tauriHost().call('lock', {})).rejects.toMatchObject({ code: 'unexpected' });
});

test('a plain browser is told from the window', () => {
  expect(inWindow()).toBe(false);
  shell(() => null);
  expect(inWindow()).toBe(true);
});
