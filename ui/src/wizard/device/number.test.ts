import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Commands, FormattedPhone } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryOptions } from '../../host/memory';
import { button, callsOf, country, number, openTab, options, tab } from './in-the-tab';

const open = (options: MemoryOptions = {}) => openTab(memoryHost(options), options.permissions);

test('the country is chosen by keyboard alone', async () => {
  const { user, onclose } = await open();
  country().focus();
  await user.keyboard('{ArrowDown}');
  expect(country()).toHaveAttribute('aria-expanded', 'true');
  const active = () => document.getElementById(country().getAttribute('aria-activedescendant') ?? '');
  await waitFor(() => expect(active()).toHaveTextContent('Germany'));
  expect(active()).toHaveAttribute('aria-setsize', '245');
  expect(active()).toHaveAttribute('aria-selected', 'true');
  await user.keyboard('{ArrowDown}');
  await waitFor(() => expect(active()).toHaveTextContent('Ghana'));
  await user.keyboard('{End}');
  await waitFor(() => expect(active()).toHaveAttribute('aria-posinset', '245'));
  await user.keyboard('{Home}{PageDown}');
  await waitFor(() => expect(active()).toHaveAttribute('aria-posinset', '8'));
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(country()).toHaveAttribute('aria-expanded', 'false');
  expect(country()).toHaveValue('Germany +49');
  expect(onclose).not.toHaveBeenCalled();
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
  await user.keyboard('fran');
  await waitFor(() => expect(options()[0]).toHaveTextContent('France'));
  await user.keyboard('{Enter}');
  expect(country()).toHaveValue('France +33');
  expect(options()).toEqual([]);
});

test('the country is searched by name, calling code and letters; leaving without a choice changes nothing', async () => {
  const { user } = await open();
  for (const [typed, first] of [
    ['alAnd', 'Åland Islands'],
    ['+33', 'France'],
    ['gb', 'United Kingdom'],
  ] as const) {
    await user.clear(country());
    await user.type(country(), typed);
    await waitFor(() => expect(options()[0]).toHaveTextContent(first));
  }
  await user.clear(country());
  await user.type(country(), 'atlantis');
  expect(screen.getByText(/No country matches/, { selector: '[role=status]' })).toBeInTheDocument();
  await user.keyboard('{Tab}');
  expect(country()).toHaveValue('Germany +49');
  await user.click(country());
  await waitFor(() => expect(options().length).toBeGreaterThan(5));
  expect(options().length).toBeLessThan(30);
  await user.click(screen.getByRole('option', { name: /Ghana/ }));
  expect(country()).toHaveValue('Ghana +233');
});

test('a country without a picture has a neutral one, and flags are files', async () => {
  const { user } = await open();
  await user.click(country());
  const option = await screen.findByRole('option', { name: /Germany/ });
  const flag = within(option).getByRole('presentation', { hidden: true });
  expect(flag).toHaveAttribute('src', '/flags/DE.svg');
  await fireEvent.error(flag);
  expect(within(option).queryByRole('presentation', { hidden: true })).not.toBeInTheDocument();
  expect(option.querySelector('svg')).toBeInTheDocument();
});

test('a number is grouped while it is typed, and the caret stays', async () => {
  const { user } = await open();
  await user.type(number(), '015123456789');
  await waitFor(() => expect(number()).toHaveValue('01512 3456789'));
  expect(number().selectionStart).toBe(13);
  number().setSelectionRange(3, 3);
  await user.keyboard('9');
  await waitFor(() => expect(number()).toHaveValue('01591 23456789'));
  expect(number().selectionStart).toBe(4);
  await user.keyboard('{Backspace}');
  await waitFor(() => expect(number()).toHaveValue('01512 3456789'));
  expect(number().selectionStart).toBe(3);
});

test('deleting the space deletes the digit before it', async () => {
  const { user, host } = await open();
  await user.type(number(), '015123456789');
  await waitFor(() => expect(number()).toHaveValue('01512 3456789'));
  number().setSelectionRange(6, 6);
  await user.keyboard('{Backspace}');
  await waitFor(() => expect(number()).toHaveValue('01513 456789'));
  expect(number().selectionStart).toBeLessThan(6);
  const last = callsOf(host, 'format_phone').at(-1)?.args as Commands['format_phone']['args'];
  expect(last.typed).toMatchObject({ deleted: 'backward', before: '01512', after: '3456789', previous: '01512 3456789' });
  number().setSelectionRange(0, 2);
  await user.keyboard('{Backspace}');
  const range = callsOf(host, 'format_phone').at(-1)?.args as Commands['format_phone']['args'];
  expect(range.typed.deleted).toBeNull();
});

test('an answer for an older text overtakes neither newer typing nor the caret', async () => {
  const { user, host } = await open();
  const waiting: ((answer: FormattedPhone) => void)[] = [];
  host.answer('format_phone', () => new Promise<FormattedPhone>((resolve) => waiting.push(resolve)));
  await user.type(number(), '12');
  await waitFor(() => expect(waiting).toHaveLength(2));
  waiting[0]?.({ before: 'OLD', after: '', country: 'FR' });
  await user.type(number(), '3');
  await waitFor(() => expect(waiting).toHaveLength(3));
  waiting[1]?.({ before: 'OLD', after: '', country: 'FR' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(number()).toHaveValue('123');
  number().setSelectionRange(1, 1);
  waiting[2]?.({ before: '12 3', after: '', country: 'FR' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(number()).toHaveValue('123');
  expect(number().selectionStart).toBe(1);
  expect(country()).toHaveValue('Germany +49');
});

test('what is composed is left alone until it is done', async () => {
  const { host } = await open();
  number().focus();
  await fireEvent.compositionStart(number());
  number().value = '０１５１２３';
  await fireEvent(number(), new InputEvent('input', { bubbles: true, isComposing: true }));
  expect(callsOf(host, 'format_phone')).toHaveLength(0);
  await fireEvent.compositionEnd(number());
  await waitFor(() => expect(callsOf(host, 'format_phone')).toHaveLength(1));
});

test('edits are undone and done again, each with its caret', async () => {
  const { user } = await open();
  await user.type(number(), '01512345');
  await waitFor(() => expect(number()).toHaveValue('01512 345'));
  number().setSelectionRange(2, 2);
  await user.keyboard('9');
  await waitFor(() => expect(number()).toHaveValue('01951 2345'));
  await user.keyboard('{Control>}z{/Control}');
  expect(number()).toHaveValue('01512 345');
  await user.keyboard('{Control>}z{/Control}');
  expect(number()).toHaveValue('01512 34');
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}{Control>}y{/Control}');
  expect(number()).toHaveValue('01951 2345');
  expect(number().selectionStart).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(number()).toHaveValue('01951 2345');
});

test('a pasted international number sets the country', async () => {
  const { user } = await open();
  await user.click(number());
  await user.paste('+44 7400 123456');
  await waitFor(() => expect(country()).toHaveValue('United Kingdom +44'));
  expect(number()).toHaveValue('+44 7400 123456');
  expect(screen.getByText('Country set to United Kingdom.')).toHaveAttribute('role', 'status');
});

test('among countries that share a calling code the number decides', async () => {
  const { user } = await open();
  await user.clear(country());
  await user.type(country(), 'us{Enter}');
  expect(country()).toHaveValue('United States +1');
  await user.type(number(), '6042345678');
  await waitFor(() => expect(country()).toHaveValue('Canada +1'));
  await waitFor(() => expect(button('Validate')).not.toHaveAttribute('aria-disabled'));
});

test('what is wrong with a number shows once its field was left, and says why Validate waits', async () => {
  const { user } = await open();
  expect(button('Validate')).toHaveAccessibleDescription('Enter a mobile number first');
  await user.type(number(), '03012345678');
  expect(number()).not.toBeInvalid();
  await user.tab();
  await waitFor(() => expect(number()).toBeInvalid());
  expect(number()).toHaveAccessibleDescription('A landline takes no SMS; enter a mobile number');
  expect(button('Validate')).toHaveAccessibleDescription('A landline takes no SMS; enter a mobile number');
  expect(tab('2FA Device')).toHaveAccessibleDescription('has a problem or lacks something');
  await expectAccessible();
  await user.clear(number());
  await waitFor(() => expect(tab('2FA Device')).toHaveAccessibleDescription('untouched'));
  expect(number()).not.toBeInvalid();
});

test('a number of a country that is not served is named, and the country says so', async () => {
  const { user } = await open();
  await user.clear(country());
  await user.type(country(), 'kp');
  expect(await screen.findByRole('option', { name: /North Korea no SMS/ })).toBeVisible();
  await user.keyboard('{Enter}');
  await user.type(number(), '1921234567');
  await user.tab();
  await waitFor(() => expect(number()).toHaveAccessibleDescription(/sends no SMS to North Korea/));
});
