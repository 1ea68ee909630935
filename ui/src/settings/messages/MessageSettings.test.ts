import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { MailPreview, MessageSettings } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import SettingsPage from '../SettingsPage.svelte';

type User = ReturnType<typeof userEvent.setup>;

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  render(SettingsPage, { host, session });
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('tab', { name: 'Messages' }));
  if (!options.permissions && !options.fail) await screen.findByTitle('Preview of the email');
  return { host, user };
}

const text = (name: string) => screen.getByRole('textbox', { name });
const list = (name: string) => screen.getByRole('combobox', { name });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const shown = () => screen.getByTitle<HTMLIFrameElement>('Preview of the email').srcdoc;

function lastSaved(host: MemoryHost): MessageSettings | undefined {
  const call = host.calls.findLast(({ command }) => command === 'save_message_settings');
  return (call?.args as { settings: MessageSettings } | undefined)?.settings;
}

async function saved(host: MemoryHost, user: User) {
  await user.click(button('Save'));
  expect(await screen.findByText(/were saved and hold from the next email on/)).toBeVisible();
  return lastSaved(host);
}

async function retype(user: User, name: string, typed: string) {
  await user.clear(text(name));
  await user.click(text(name));
  await user.paste(typed);
}

test('without the right it says what is needed, and nothing is asked', async () => {
  const { host } = await open({ permissions: ['users.view'] });
  expect(screen.getByText(/shown to operators with the right “Edit settings”/)).toBeVisible();
  expect(host.calls.map(({ command }) => command)).not.toContain('message_settings');
});

test('settings that do not come are asked for again', async () => {
  const { host, user } = await open({ fail: { message_settings: 'directory_busy' } });
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.message_settings;
  await user.click(again);
  expect(await screen.findByTitle('Preview of the email')).toBeVisible();
});

test('how an address is confirmed is saved', async () => {
  const { host, user } = await open();
  expect(text('Hours that link and code are good')).toHaveAccessibleDescription(/NIST.*24/);
  await retype(user, 'Hours that link and code are good', '24');
  await retype(user, 'Address of the page', 'https://id.example.com/');
  await user.click(screen.getByRole('checkbox', { name: /choose a password of their own/ }));
  await expectAccessible();
  expect(await saved(host, user)).toEqual({
    ...{ language: 'en', templates: [], linkBase: 'https://id.example.com/', activationHours: 24, ownPassword: false },
  });
  expect(text('Address of the page')).toHaveValue('https://id.example.com');
});

test('what is wrong stands beside its field, and the focus goes there', async () => {
  const { host, user } = await open();
  await retype(user, 'Hours that link and code are good', 'many');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Hours that link and code are good')).toHaveFocus());
  expect(lastSaved(host)).toBeUndefined();
  await retype(user, 'Hours that link and code are good', '169');
  await retype(user, 'Address of the page', 'http://id.example.com');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Hours that link and code are good')).toHaveFocus());
  expect(text('Hours that link and code are good')).toHaveAccessibleDescription(/from 1 to 168/);
  expect(text('Address of the page')).toHaveAccessibleDescription(/Begin the address with https/);
});

test('a text of one’s own is saved, and what equals the built-in text is none', async () => {
  const { host, user } = await open();
  await retype(user, 'Subject', 'Welcome');
  expect(screen.getByRole('option', { name: 'Confirmation – your own text' })).toBeInTheDocument();
  await retype(user, 'Subject', 'Confirm your address, {first_name}');
  expect(button('Save')).toHaveAccessibleDescription(/Nothing has changed/);
  expect(button('Back to the built-in text')).toHaveAccessibleDescription('This is the built-in text');
  await user.selectOptions(list('Email'), 'Device changed');
  await retype(user, 'Text', 'Hello {first_name}');
  expect((await saved(host, user))?.templates).toEqual([
    { kind: 'device_changed', subject: 'Your 2FA device was changed', body: 'Hello {first_name}' },
  ]);
});

test('the preview follows what is typed, and only the newest answer counts', async () => {
  const { host, user } = await open();
  expect(shown()).toContain('Or enter this code');
  const answers: ((mail: MailPreview) => void)[] = [];
  host.answer('preview_message', () => new Promise((resolve) => answers.push(resolve)));
  await retype(user, 'Subject', 'first');
  await waitFor(() => expect(answers).toHaveLength(1));
  await retype(user, 'Subject', 'second');
  await waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.({ subject: 'second', text: 'b', html: '<p>newest</p>' });
  await waitFor(() => expect(shown()).toContain('newest'));
  answers[0]?.({ subject: 'first', text: 'a', html: '<p>stale</p>' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(shown()).toContain('newest');
});

test('a text that cannot be filled says so at its field, and the last good preview stays', async () => {
  const { user } = await open();
  await retype(user, 'Text', 'Hello {nick}');
  await waitFor(() => expect(text('Text')).toHaveAccessibleDescription(/“\{nick\}” cannot be filled in/));
  expect(screen.getByText('Not up to date: correct the text first.')).toBeVisible();
  expect(shown()).toContain('Or enter this code');
  await expectAccessible();
  await retype(user, 'Text', '{link} {code} {until}');
  await waitFor(() => expect(text('Text')).toBeValid());
  expect(screen.queryByText(/Not up to date/)).not.toBeInTheDocument();
});

test('saving shows the email whose text is wrong', async () => {
  const { host, user } = await open();
  await retype(user, 'Text', 'Hello');
  await user.selectOptions(list('Email'), 'Password reset');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Text')).toHaveFocus());
  expect(list('Email')).toHaveDisplayValue('Confirmation – needs attention');
  expect(text('Text')).toHaveAccessibleDescription(/Put \{link\} in/);
  expect(await host.call('message_settings', {})).toMatchObject({ settings: { templates: [] } });
});

test('placeholders go to the caret', async () => {
  const { user } = await open();
  await user.selectOptions(list('Email'), 'Device changed');
  await retype(user, 'Text', 'Hello !');
  (text('Text') as HTMLTextAreaElement).setSelectionRange(6, 6);
  await user.click(button('Insert {first_name}'));
  expect(text('Text')).toHaveValue('Hello {first_name}!');
  expect(text('Text')).toHaveFocus();
  expect((text('Text') as HTMLTextAreaElement).selectionStart).toBe(18);
  await user.clear(text('Subject'));
  await user.click(button('Insert {email}'));
  expect(text('Subject')).toHaveValue('{email}');
  await user.selectOptions(list('Email'), 'Confirmation');
  expect(button('Insert {code}, needed')).toBeVisible();
});

test('going back to the built-in text asks first', async () => {
  const { user } = await open();
  await retype(user, 'Subject', 'Welcome');
  await user.click(button('Back to the built-in text'));
  expect(screen.getByRole('alertdialog')).toHaveTextContent(/Your own text of “Confirmation” is dropped/);
  await user.click(button('Cancel'));
  expect(text('Subject')).toHaveValue('Welcome');
  await user.click(button('Back to the built-in text'));
  await user.click(button('Drop my text'));
  expect(text('Subject')).toHaveValue('Confirm your address, {first_name}');
});

test('another language shows in the preview at once, and in the fields once it is saved', async () => {
  const { host, user } = await open();
  await user.selectOptions(list('Language of the emails'), 'de');
  await waitFor(() => expect(shown()).toContain('Guten Tag'));
  expect(text('Subject')).toHaveValue('Confirm your address, {first_name}');
  expect(screen.getByText(/The one in Deutsch stands here once you save/)).toBeVisible();
  expect((await saved(host, user))?.templates).toEqual([]);
  expect(text('Subject')).toHaveValue('Bestätigen Sie Ihre Adresse, {first_name}');
  expect(screen.queryByText(/once you save/)).not.toBeInTheDocument();
});

test('the preview is looked at as text, and in the dark', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  const frame = screen.getByTitle<HTMLIFrameElement>('Preview of the email');
  expect(frame).toHaveAttribute('sandbox', 'allow-same-origin');
  await waitFor(() => expect(frame.contentDocument?.documentElement.style.colorScheme).toBe('dark'));
  await user.click(screen.getByRole('radio', { name: 'Text' }));
  expect(screen.getByText(/Or enter this code:/, { selector: 'p' })).toHaveAttribute('lang', 'en');
  expect(screen.queryByRole('radio', { name: 'Dark' })).not.toBeInTheDocument();
  await expectAccessible();
});

test('a preview that does not come is asked for again', async () => {
  const { host, user } = await open({ fail: { preview_message: 'directory_busy' } });
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.preview_message;
  await user.click(again);
  expect(await screen.findByTitle('Preview of the email')).toBeVisible();
});

test('what is typed outlasts a look at another section, and is discarded', async () => {
  const { user } = await open();
  await retype(user, 'Subject', 'Welcome');
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await user.click(screen.getByRole('tab', { name: 'Messages' }));
  expect(text('Subject')).toHaveValue('Welcome');
  await user.click(button('Discard changes'));
  expect(text('Subject')).toHaveValue('Confirm your address, {first_name}');
});
