import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { CommandError, CopyState } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import SettingsPage from '../SettingsPage.svelte';

const copying: CopyState = { to: 'Head office', stage: 'copying', done: 30, total: 120, connection: null, fault: null };

async function open(options: MemoryOptions = {}, state?: CopyState) {
  const host = memoryHost({ servers: 2, ...options });
  if (state) report(host, state);
  const session = await signedIn(host);
  const onstart = vi.fn();
  render(SettingsPage, { host, session, onstart });
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('tab', { name: 'Directories' }));
  await screen.findByRole('listitem', { name: 'This computer' });
  return { host, user, onstart };
}

/** The shell tells how far it is. */
function report(host: MemoryHost, state: CopyState): void {
  host.answer('copy_state', () => state);
  host.answer('copy_directory', () => state);
  host.emit('copy-changed');
}

const opener = () => screen.getByRole('button', { name: 'Copy This Directory to…' });
const dialog = () => within(screen.getByRole('dialog', { name: 'Copy “This computer”' }));
const targetOf = (host: MemoryHost) => host.calls.findLast(({ command }) => command === 'copy_directory')?.args;

test('what a copy is, is said before it begins', async () => {
  const { user } = await open();
  await user.click(opener());
  expect(dialog().getByText('This directory stays as it is.')).toBeVisible();
  expect(dialog().getByText(/Work on in one of the two only/)).toBeVisible();
  expect(dialog().getByText(/changed here while it is copied is not in the copy/)).toBeVisible();
  expect(dialog().getByRole('radio', { name: 'Head office' })).toBeChecked();
  expect(dialog().getByRole('radio', { name: 'Head office' })).toHaveAccessibleDescription(/db\.example\.com:5432/);
  await expectAccessible();
  await user.click(dialog().getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(opener()).toHaveFocus());
});

test('it is copied to a server, its progress is shown, and it can be switched to', async () => {
  const { host, user, onstart } = await open();
  await user.click(opener());
  report(host, copying);
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  expect(await dialog().findByText('30 of 120 rows, 25 %')).toBeVisible();
  expect(dialog().getByRole('progressbar', { name: 'Copying to “Head office”' })).toHaveAttribute('value', '30');
  await expectAccessible();
  report(host, { ...copying, stage: 'checking', done: 120 });
  expect(await dialog().findByText('Comparing')).toBeVisible();
  report(host, { ...copying, stage: 'done', done: 120, connection: 'office' });
  expect(await dialog().findByText(/All 120 rows are in “Head office” now, and were compared/)).toBeVisible();
  await user.click(dialog().getByRole('button', { name: 'Switch to It' }));
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  expect(onstart.mock.calls[0]?.[0]).toMatchObject({ phase: 'sign_in', directory: { name: 'Head office' } });
});

test('the chosen server is the target', async () => {
  const { host, user } = await open();
  await user.click(opener());
  await user.click(dialog().getByRole('radio', { name: 'Branch' }));
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  await waitFor(() => expect(targetOf(host)).toEqual({ target: { kind: 'connection', id: 'branch' } }));
  expect(await dialog().findByText(/Copying to “Branch”/)).toBeVisible();
});

test('a new local directory needs a name, and a passphrase only where no keychain answers', async () => {
  const { host, user } = await open({ keychain: 'missing' });
  await user.click(opener());
  await user.click(dialog().getByRole('radio', { name: 'A new directory on this computer' }));
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  const summary = await dialog().findByRole('region', { name: '2 things need your attention' });
  await waitFor(() => expect(summary).toHaveFocus());
  expect(dialog().getByRole('textbox', { name: 'Name of the new directory' })).toHaveAccessibleDescription(/Enter a name/);
  expect(dialog().getByLabelText('Passphrase')).toHaveAccessibleDescription('Enter a passphrase');
  await expectAccessible();
  await user.type(dialog().getByRole('textbox', { name: 'Name of the new directory' }), 'Archive');
  await user.type(dialog().getByLabelText('Passphrase'), 'five random words here');
  await user.type(dialog().getByLabelText('Confirm Passphrase'), 'five random words here');
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  expect(await dialog().findByText(/Copying to “Archive”/)).toBeVisible();
  const passphrase = 'five random words here';
  expect(targetOf(host)).toEqual({
    target: { kind: 'local', name: 'Archive', passphrase, confirmPassphrase: passphrase },
  });
});

test('with a keychain no passphrase is asked for', async () => {
  const { host, user } = await open();
  await user.click(opener());
  await user.click(dialog().getByRole('radio', { name: 'A new directory on this computer' }));
  expect(dialog().queryByLabelText('Passphrase')).not.toBeInTheDocument();
  await user.type(dialog().getByRole('textbox', { name: 'Name of the new directory' }), 'Archive');
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  await waitFor(() =>
    expect(targetOf(host)).toEqual({
      target: { kind: 'local', name: 'Archive', passphrase: null, confirmPassphrase: null },
    }),
  );
});

test('a copy that goes on is found again after the page was left', async () => {
  const { user } = await open({}, copying);
  expect(await screen.findByText('Copying to “Head office”: 25 %')).toBeVisible();
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await user.click(screen.getByRole('tab', { name: 'Directories' }));
  await user.click(await screen.findByRole('button', { name: 'Show' }));
  expect(dialog().getByText('30 of 120 rows, 25 %')).toBeVisible();
});

test('it is cancelled, and may go on where it ended', async () => {
  const { host, user } = await open({}, copying);
  await user.click(await screen.findByRole('button', { name: 'Show' }));
  host.answer('cancel_copy', () => {
    report(host, { ...copying, stage: 'ended' });
    return null;
  });
  await user.click(dialog().getByRole('button', { name: 'Cancel the Copy' }));
  expect(await dialog().findByText('The copy to “Head office” was cancelled.')).toBeVisible();
  expect(dialog().getByText(/goes on where it ended/)).toBeVisible();
  expect(dialog().getByRole('radio', { name: 'Head office' })).toBeChecked();
  report(host, { ...copying, stage: 'ended' });
  await user.click(dialog().getByRole('button', { name: 'Go On Where It Ended' }));
  await waitFor(() => expect(targetOf(host)).toEqual({ target: { kind: 'connection', id: 'office' } }));
});

test('what ended it early is said in words', async () => {
  const fault: CommandError = { code: 'connection_cut', fields: [], retryable: true, data: {} };
  const { host, user } = await open({}, copying);
  await user.click(await screen.findByRole('button', { name: 'Show' }));
  report(host, { ...copying, stage: 'ended', fault });
  expect(await dialog().findByRole('alert')).toHaveTextContent(/The connection to the server was cut/);
  expect(dialog().getByText('The copy to “Head office” ended early.')).toBeVisible();
  await expectAccessible();
});

test('a copy that cannot begin says why', async () => {
  const { host, user } = await open();
  host.fail.copy_directory = 'copy_target_in_use';
  await user.click(opener());
  await user.click(dialog().getByRole('button', { name: 'Copy' }));
  expect(await dialog().findByRole('alert')).toHaveTextContent(/There is a directory already/);
});

test('where no server is known it says how to get one', async () => {
  const { user } = await open({ servers: 0 });
  await user.click(opener());
  expect(dialog().getByText(/add the server to the directories first/)).toBeVisible();
  expect(dialog().getByRole('radio', { name: 'A new directory on this computer' })).toBeChecked();
});

test('sample data is not copied', async () => {
  const host = memoryHost({ sample: true });
  render(SettingsPage, { host, session: await signedIn(host) });
  await userEvent.click(screen.getByRole('tab', { name: 'Directories' }));
  await screen.findByRole('button', { name: 'Add a Directory' });
  expect(screen.queryByRole('button', { name: /Copy This/ })).not.toBeInTheDocument();
});
