import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { signedIn } from '../host/signed-in';
import SettingsPage from './SettingsPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  render(SettingsPage, { host, session });
  const idle = await screen.findByRole('textbox', { name: 'Lock after minutes without input' });
  return { host, idle, user: userEvent.setup({ delay: null }) };
}

test('settings are saved, and it is said', async () => {
  const { host, idle, user } = await open();
  await user.clear(idle);
  await user.type(idle, '7');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Password rules' }), 'nist');
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  expect(await screen.findByText(/were saved/)).toBeVisible();
  const saved = await host.call('settings', {});
  expect(saved).toMatchObject({ idleLockMinutes: 7, passwordPreset: 'nist' });
});

test('a figure outside its range is refused at its field', async () => {
  const { idle, user } = await open();
  await user.clear(idle);
  await user.type(idle, '121');
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  await waitFor(() => expect(idle).toHaveAttribute('aria-invalid', 'true'));
  expect(idle).toHaveAccessibleDescription(/120/);
  await user.clear(idle);
  await user.type(idle, 'many');
  expect(idle).toHaveAccessibleDescription(/Enter a whole number from 1 to 120/);
});

test('without the right everything is shown and nothing can be changed', async () => {
  const { idle } = await open({ permissions: ['users.view'] });
  expect(idle).toBeDisabled();
  expect(screen.queryByRole('button', { name: 'Save Settings' })).not.toBeInTheDocument();
  expect(screen.getByText(/needs the right “Edit settings”/)).toBeVisible();
});

test('each refusal is said beside its own field, and the focus goes there', async () => {
  const { host, user } = await open();
  const clipboard = screen.getByRole('textbox', { name: 'Clear a copied password after seconds' });
  await user.clear(clipboard);
  await user.type(clipboard, '9');
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  await waitFor(() => expect(clipboard).toHaveFocus());
  expect(clipboard).toHaveAccessibleDescription(/from 10 to 120/);
  await user.type(clipboard, '0');
  expect(clipboard).toBeValid();

  const data = { max: '100' };
  host.answer('save_settings', () => {
    throw { code: 'invalid', fields: [{ field: 'setting', code: 'too_long', data }], retryable: false, data: {} };
  });
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  const organisation = screen.getByRole('textbox', { name: 'Organisation' });
  await waitFor(() => expect(organisation).toHaveFocus());
  expect(organisation).toHaveAccessibleDescription(/100 characters at most/);
});

test('what was said of a save does not outlast the next change', async () => {
  const { idle, user } = await open();
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  expect(await screen.findByText(/were saved/)).toBeVisible();
  await user.type(idle, '0');
  expect(screen.queryByText(/were saved/)).not.toBeInTheDocument();
});

test('the password rules are explained as they are chosen', async () => {
  const { user } = await open();
  const rules = screen.getByRole('combobox', { name: 'Password rules' });
  await user.selectOptions(rules, 'nist');
  expect(rules).toHaveAccessibleDescription(/NIST advises/);
});

test('a failed save keeps what was typed', async () => {
  const { idle, user } = await open({ fail: { save_settings: 'directory_busy' } });
  await user.clear(idle);
  await user.type(idle, '7');
  await user.click(screen.getByRole('button', { name: 'Save Settings' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(idle).toHaveValue('7');
});

test('the page is accessible', async () => {
  await open();
  await expectAccessible();
});
