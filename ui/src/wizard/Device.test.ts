import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { CodeSent, Commands, Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import Wizard from './Wizard.svelte';
import { button, callsOf, code, confirmed, country, number, openTab, tab, toCode, toConfirmed, valid } from './device/in-the-tab';

const open = (options: MemoryOptions = {}) => openTab(memoryHost(options), options.permissions);

test('a number is validated, its code confirmed, and the user created with it', async () => {
  const { user, host, oncreated } = await open();
  await toCode(user);
  await expectAccessible();
  expect(button('Validate')).toHaveAttribute('aria-disabled', 'true');
  await user.paste('123 456');
  const group = await confirmed();
  await waitFor(() => expect(group).toHaveFocus());
  expect(group).toHaveTextContent('+49 1512 3456789');
  expect(group).toHaveTextContent('Confirmed through the Outbox, without an SMS');
  expect(tab('2FA Device')).toHaveAccessibleDescription('complete');
  await expectAccessible();
  await user.click(tab('General'));
  const field = (name: string) => screen.getByLabelText(name, { exact: false, selector: 'input' });
  await user.type(field('First Name'), 'Grace');
  await user.type(field('Last Name'), 'Hopper');
  await user.type(field('Email'), 'grace@example.com');
  await user.type(field('New Password'), 'Quartz#Lagoon_77x');
  await user.type(field('Confirm Password'), 'Quartz#Lagoon_77x');
  await user.click(tab('Roles & Permissions'));
  await user.click(button('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Member' }));
  await user.click(button('Apply'));
  await waitFor(() => expect(button('Create User')).not.toHaveAttribute('aria-disabled'));
  await user.click(button('Create User'));
  await waitFor(() => expect(oncreated).toHaveBeenCalled());
  await user.click(await screen.findByRole('button', { name: 'Create another' }));
  await user.click(tab('2FA Device'));
  expect(number()).toHaveValue('');
  await waitFor(() => {
    const last = callsOf(host, 'check_draft').at(-1)?.args as Commands['check_draft']['args'];
    const made = callsOf(host, 'create_user')[0]?.args as Commands['create_user']['args'];
    expect(last.draft.device.number).toBe('');
    expect(last.draft.device.draftId).not.toBe(made.draft.device.draftId);
  });
});

test('a number that is not confirmed blocks, says so, and clearing it lifts that', async () => {
  const { user } = await open();
  await valid(user);
  await user.click(tab('General'));
  await user.click(await screen.findByRole('button', { name: 'Mobile Phone' }));
  expect(number()).toHaveFocus();
  expect(button('Mobile Phone')).toHaveAccessibleDescription('Validate the number, or clear it');
  expect(number()).not.toBeInvalid();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await user.click(tab('2FA Device'));
  await waitFor(() => expect(number()).toHaveAccessibleDescription('Validate the number, or clear it'));
  await user.clear(number());
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Mobile Phone' })).not.toBeInTheDocument());
});

test('Validate sends once, waits visibly, and other tabs may be opened meanwhile', async () => {
  const { user, host } = await open();
  await valid(user);
  let answer: ((sent: CodeSent) => void) | undefined;
  host.answer('send_code', () => new Promise<CodeSent>((resolve) => (answer = resolve)));
  await user.dblClick(button('Validate'));
  expect(await screen.findByText('Sending the code…')).toBeVisible();
  expect(button('Validate')).toHaveAttribute('aria-busy', 'true');
  await user.click(tab('General'));
  await waitFor(() => expect(callsOf(host, 'send_code')).toHaveLength(1));
  answer?.({
    ...{ number: '+49 1512 3456789', messageId: 'm', secondsValid: 600, secondsToResend: 30, triesLeft: 5 },
    ...{ gateway: 'twilio', uncertain: null },
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tab('General')).toHaveFocus();
  await user.click(tab('2FA Device'));
  expect(screen.getByText(/A code is on its way to \+49 1512 3456789 by SMS, through a Twilio gateway/)).toBeVisible();
  expect(code()).toBeVisible();
});

test('the code step outlasts other tabs and the lock; what was typed of the code does not', async () => {
  const { user, rerender, session } = await open();
  await toCode(user);
  await user.keyboard('12');
  await user.click(tab('General'));
  await user.click(tab('2FA Device'));
  expect(code()).toHaveValue('12');
  await rerender({ session: { ...session, locked: true } });
  expect(screen.queryByRole('textbox', { name: 'Code' })).not.toBeInTheDocument();
  await rerender({ session });
  await user.click(tab('2FA Device'));
  expect(code()).toHaveValue('');
  expect(screen.getByRole('timer')).toHaveTextContent(/^9:5\d left$|^10:00 left$/);
  await user.type(code(), '123456');
  expect(await confirmed()).toBeVisible();
});

test('wrong codes count down to the end of the code', async () => {
  const { user } = await open();
  await toCode(user);
  for (const left of ['4 tries are', '3 tries are', '2 tries are', '1 try is']) {
    await user.type(code(), '000000');
    await waitFor(() => expect(code()).toHaveAccessibleDescription(new RegExp(`not the code. ${left} left`)));
  }
  await user.type(code(), '000000');
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/too many wrong tries. Send a new code/));
  expect(screen.queryByRole('group', { name: 'Mobile Phone' })).not.toBeInTheDocument();
});

test('another number has no code yet, and the first one gets its code step back', async () => {
  const { user } = await open();
  await toCode(user);
  await user.type(number(), '0');
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Code' })).not.toBeInTheDocument());
  await user.type(number(), '{Backspace}');
  expect(await screen.findByRole('textbox', { name: 'Code' })).toBeVisible();
});

test('changing a confirmed number undoes the confirmation', async () => {
  const { user } = await open();
  await toConfirmed(user);
  await user.click(button('Change the number'));
  await waitFor(() => expect(number()).toHaveFocus());
  expect(number()).toHaveAccessibleDescription('This number is confirmed.');
  await user.click(button('Keep'));
  await confirmed();
  await user.click(button('Change the number'));
  await user.clear(number());
  await user.type(number(), '015123456780');
  await waitFor(() => expect(button('Validate')).not.toHaveAttribute('aria-disabled'));
  expect(tab('2FA Device')).toHaveAccessibleDescription('has a problem or lacks something');
});

test('a confirmed number can be removed', async () => {
  const { user } = await open();
  await toConfirmed(user);
  await user.click(button('Remove the number'));
  await waitFor(() => expect(number()).toHaveFocus());
  expect(number()).toHaveValue('');
  expect(screen.getByText(/No device will be registered/)).toHaveAttribute('role', 'status');
  await waitFor(() => expect(tab('2FA Device')).toHaveAccessibleDescription('untouched'));
});

test('the Outbox is told honestly, and the code is read without leaving the wizard', async () => {
  const { user, host, onclose } = await open();
  expect(screen.getByText(/No SMS leaves this computer: the code is kept in the Outbox, and you can read/)).toBeVisible();
  expect(screen.getByText(/will record that the number was confirmed through the Outbox/)).toBeVisible();
  await toCode(user);
  await user.click(button('Read the code'));
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(await within(dialog).findByText(/^123456 is your Frontdesk code/)).toBeVisible();
  expect(within(dialog).getByText(/is recorded in the activity/)).toBeVisible();
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(callsOf(host, 'create_user')).toHaveLength(0);
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog', { name: 'Message' })).not.toBeInTheDocument();
  expect(button('Read the code')).toHaveFocus();
  expect(onclose).not.toHaveBeenCalled();
});

test('who may not read messages is told whom to ask', async () => {
  const { user } = await open({ permissions: allPermissions.filter((id) => id !== 'outbox.read') });
  expect(screen.getByText(/Ask somebody with the right “Read messages”/)).toBeVisible();
  await toCode(user);
  expect(screen.queryByRole('button', { name: 'Read the code' })).not.toBeInTheDocument();
});

test('with a gateway nothing is said of the Outbox', async () => {
  await open({ gateway: 'smpp' });
  expect(screen.queryByText(/No SMS leaves/)).not.toBeInTheDocument();
});

test('who may not register devices is told so in the place of the form', async () => {
  await open({ permissions: allPermissions.filter((id) => id !== 'devices.register') });
  expect(screen.getByText(/needs the right “Register devices”/)).toBeVisible();
  expect(screen.queryByRole('textbox', { name: 'Mobile Phone' })).not.toBeInTheDocument();
  await expectAccessible();
});

test('a fault of the gateway says what to do and what the gateway said, until the number changes', async () => {
  const { user, host } = await open({ gateway: 'twilio', fail: { send_code: 'sms_refused' } });
  await valid(user);
  await user.keyboard('{Enter}');
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The SMS gateway refused the message.');
  expect(alert).toHaveTextContent('The gateway said: “Permission to send is denied (21408)”');
  await expectAccessible();
  delete host.fail.send_code;
  await user.click(button('Validate'));
  await waitFor(() => expect(code()).toHaveFocus());
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a gateway that did not clearly answer leaves it open whether the message comes', async () => {
  const { user, host } = await open({ gateway: 'http' });
  await valid(user);
  host.answer('send_code', () => ({
    ...{ number: '+49 1512 3456789', messageId: 'm', secondsValid: 600, secondsToResend: 30, triesLeft: 5 },
    ...{ gateway: 'http', uncertain: { code: 'sms_no_answer', fields: [], retryable: true, data: {} } },
  }));
  await user.click(button('Validate'));
  expect(await screen.findByText('The message may still arrive.')).toBeVisible();
  expect(screen.getByText(/A code may be on its way to/)).toBeVisible();
  expect(code()).toBeVisible();
  await expectAccessible();
});

test('a new code too soon says how long to wait', async () => {
  const { user, host } = await open();
  await valid(user);
  host.fail.send_code = 'code_too_soon';
  await user.click(button('Validate'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/Wait 5 seconds, then send a new one/);
});

test('a list of countries that does not come can be asked for again, and numbers with + go without it', async () => {
  const host = memoryHost({ fail: { phone_countries: 'directory_busy' } });
  const session: Session = {
    operator: { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    permissions: [...allPermissions],
    locked: false,
    recoveryCodesDue: false,
    directory: localDirectory,
  };
  render(Wizard, { host, session, onclose: () => {}, oncreated: () => {} });
  const user = userEvent.setup();
  await user.click(tab('2FA Device'));
  const again = await screen.findByRole('button', { name: 'Try Again' });
  await valid(user, '+447400123456');
  delete host.fail.phone_countries;
  await user.click(again);
  await waitFor(() => expect(country()).toHaveValue('United Kingdom +44'));
});
