import { expect, test } from 'vitest';
import { groupedCode } from './activation-code';

const typed = (text: string) => groupedCode(text, text.length).text;

test('a code is shown in two groups, however it is typed', () => {
  expect(typed('k7qm')).toBe('K7QM');
  expect(typed('k7qmt')).toBe('K7QMT');
  expect(typed('k7qmt4')).toBe('K7QMT-4');
  expect(typed(' k7q mt-4xw zb\n')).toBe('K7QMT-4XWZB');
});

test('what is no code, or more than one, stays as it is', () => {
  expect(typed('k7qmt–4xwzb!')).toBe('k7qmt–4xwzb!');
  expect(typed('k7qmt-4xwzb-9')).toBe('k7qmt-4xwzb-9');
});

test('the caret stays where the hand is', () => {
  expect(groupedCode('k7qmtx', 6)).toEqual({ text: 'K7QMT-X', caret: 7 });
  expect(groupedCode('K7aQMT-4XW', 3)).toEqual({ text: 'K7AQM-T4XW', caret: 3 });
  expect(groupedCode('K7QMT4XW', 5)).toEqual({ text: 'K7QMT-4XW', caret: 5 });
});
