import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { expectAccessible } from '../host/axe';
import Badge from './Badge.svelte';
import Button from './Button.svelte';
import Checkbox from './Checkbox.svelte';
import Confirm from './Confirm.svelte';
import Dialog from './Dialog.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import PasswordField from './PasswordField.svelte';
import SelectField from './SelectField.svelte';
import Spinner from './Spinner.svelte';
import Tabs from './Tabs.svelte';
import TextField from './TextField.svelte';

const text = (says: string) => createRawSnippet(() => ({ render: () => `<span>${says}</span>` }));
const html = (markup: string) => createRawSnippet(() => ({ render: () => markup }));

test('a field is named by its label without the star and described by its error', async () => {
  render(TextField, { label: 'Email', required: true, help: 'You sign in with it.', error: 'Enter an email address' });
  const field = screen.getByRole('textbox', { name: 'Email' });
  expect(field).toBeRequired();
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription('Enter an email address');
  await expectAccessible();
});

test('help describes a field that has no error', () => {
  render(TextField, { label: 'Email', help: 'You sign in with it.' });
  expect(screen.getByRole('textbox')).toHaveAccessibleDescription('You sign in with it.');
  expect(screen.getByRole('textbox')).not.toBeInvalid();
});

test('a password is hidden until it is shown', async () => {
  render(PasswordField, { label: 'Password', value: 'secret' });
  const field = screen.getByLabelText('Password');
  const toggle = screen.getByRole('button', { name: 'Show password' });
  expect(field).toHaveAttribute('type', 'password');
  await userEvent.click(toggle);
  expect(field).toHaveAttribute('type', 'text');
  expect(toggle).toHaveAttribute('aria-pressed', 'true');
});

test('Caps Lock is pointed out while a password is typed, and no longer after', async () => {
  render(PasswordField, { label: 'Password' });
  await userEvent.click(screen.getByLabelText('Password'));
  await userEvent.keyboard('{CapsLock}A');
  expect(screen.getByText('Caps Lock is on')).toBeInTheDocument();
  await userEvent.tab();
  expect(screen.queryByText('Caps Lock is on')).not.toBeInTheDocument();
});

test('a disabled button with a reason can be reached, says why and does nothing', async () => {
  const onclick = vi.fn();
  render(Button, { disabled: true, why: 'A name is missing', onclick, children: text('Create') });
  await userEvent.tab();
  const button = screen.getByRole('button', { name: 'Create' });
  expect(button).toHaveFocus();
  expect(button).toHaveAccessibleDescription('A name is missing');
  await userEvent.keyboard('{Enter}');
  expect(onclick).not.toHaveBeenCalled();
  await expectAccessible();
});

test('a busy button takes no second press', async () => {
  const onclick = vi.fn();
  render(Button, { busy: true, onclick, children: text('Create') });
  await userEvent.click(screen.getByRole('button'));
  expect(onclick).not.toHaveBeenCalled();
});

test('Esc and the cross ask the owner of a dialog, and it stays', async () => {
  const onclose = vi.fn();
  render(Dialog, { title: 'Create New User', onclose, children: html('<input aria-label="Name">') });
  const dialog = screen.getByRole('dialog', { name: 'Create New User' });
  expect(screen.getByLabelText('Name')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onclose).toHaveBeenCalledTimes(2);
  expect(dialog).toHaveAttribute('open');
  await expectAccessible();
});

test('focus returns to what opened the dialog', async () => {
  render(Button, { children: text('Open') });
  const opener = screen.getByRole('button', { name: 'Open' });
  opener.focus();
  const { unmount } = render(Dialog, { title: 'Question', onclose: () => {}, children: text('Sure?') });
  expect(opener).not.toHaveFocus();
  unmount();
  expect(opener).toHaveFocus();
});

test('a dangerous question begins on the harmless answer', async () => {
  const onconfirm = vi.fn();
  const oncancel = vi.fn();
  const answers = { confirm: 'Delete', cancel: 'Keep', danger: true, onconfirm, oncancel };
  render(Confirm, { title: 'Delete Reception?', body: 'Nobody holds it.', ...answers });
  expect(screen.getByRole('alertdialog')).toHaveAccessibleDescription('Nobody holds it.');
  expect(screen.getByRole('button', { name: 'Keep' })).toHaveFocus();
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(onconfirm).toHaveBeenCalledOnce();
  await userEvent.keyboard('{Escape}');
  expect(oncancel).toHaveBeenCalledOnce();
});

test('arrow keys, Home and End move among tabs, and every panel stays', async () => {
  const tabs = [
    { id: 'general', label: 'General', mark: 'problem' as const, markLabel: 'Has a problem' },
    { id: 'device', label: '2FA Device', mark: 'untouched' as const, markLabel: 'Untouched' },
    { id: 'roles', label: 'Roles & Permissions', count: 2 },
  ];
  const panel = createRawSnippet<[string]>((id) => ({ render: () => `<p>panel of ${id()}</p>` }));
  render(Tabs, { label: 'Parts', tabs, selected: 'general', panel });
  const tab = (name: string) => screen.getByRole('tab', { name });
  expect(tab('General')).toHaveAccessibleDescription('Has a problem');
  tab('General').focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(tab('2FA Device')).toHaveFocus();
  expect(tab('2FA Device')).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{End}{ArrowRight}');
  expect(tab('General')).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByText('panel of roles')).toBeVisible();
  expect(screen.getByText('panel of general')).not.toBeVisible();
  await expectAccessible();
});

test('an item of the summary moves the focus to its field', async () => {
  render(TextField, { label: 'Email', id: 'owner-email' });
  const items = [{ field: 'owner-email', label: 'Email', message: 'Enter an email address' }];
  render(ErrorSummary, { title: '1 thing needs your attention', items });
  await userEvent.click(screen.getByRole('button', { name: 'Email: Enter an email address' }));
  expect(screen.getByRole('textbox')).toHaveFocus();
  await expectAccessible();
});

test('choices, badges and lists are named', async () => {
  render(Checkbox, { label: 'Allow look-alike characters', help: 'Such as I and l' });
  render(SelectField, { label: 'Status', value: 'all', options: [{ value: 'all', label: 'All' }] });
  render(Badge, { kind: 'role', children: text('ROLE') });
  expect(screen.getByRole('checkbox', { name: 'Allow look-alike characters' })).toHaveAccessibleDescription();
  expect(screen.getByRole('combobox', { name: 'Status' })).toHaveDisplayValue('All');
  await expectAccessible();
});

test('short waiting shows nothing, and long waiting says what for', async () => {
  vi.useFakeTimers();
  render(Spinner, { label: 'Opening the directory' });
  await vi.advanceTimersByTimeAsync(200);
  expect(screen.queryByText('Opening the directory')).not.toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(200);
  expect(screen.getByText('Opening the directory')).toHaveClass('visually-hidden');
  await vi.advanceTimersByTimeAsync(2000);
  expect(screen.getByText('Opening the directory')).not.toHaveClass('visually-hidden');
  vi.useRealTimers();
});
