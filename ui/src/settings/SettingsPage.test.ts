import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { allPermissions } from '../host/memory/catalogue';
import SettingsPage from './SettingsPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const session: Session = { operator, permissions, locked: false, directory: { kind: 'local', sample: false } };
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

test('the page is accessible', async () => {
  await open();
  await expectAccessible();
});
