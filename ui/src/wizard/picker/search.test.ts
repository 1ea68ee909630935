import { expect, test } from 'vitest';
import { matches, searchWords, stretches } from './search';

const marked = (text: string, typed: string) =>
  stretches(text, searchWords(typed))
    .map((stretch) => (stretch.hit ? `[${stretch.text}]` : stretch.text))
    .join('');

test('every word has to occur, in whichever text', () => {
  expect(matches(searchWords('help sign'), 'Help Desk', 'Helps users who cannot sign in')).toBe(true);
  expect(matches(searchWords('help kiosk'), 'Help Desk', 'Helps users who cannot sign in')).toBe(false);
});

test('case and accents make no difference', () => {
  expect(matches(searchWords('MÜLLER'), 'Muller')).toBe(true);
  expect(matches(searchWords('muller'), 'Müller')).toBe(true);
});

test('what is found is marked, to the letter', () => {
  expect(marked('Help Desk', 'de')).toBe('Help [De]sk');
  expect(marked('Réception', 'recep')).toBe('[Récep]tion');
  expect(marked('users and users', 'user')).toBe('[user]s and [user]s');
  expect(marked('Help Desk', '')).toBe('Help Desk');
});

test('a letter that folds to more letters is marked whole', () => {
  expect(marked('İstanbul', 'istanbul')).toBe('[İstanbul]');
  expect(marked('👩‍💻 Kiosk', 'kiosk')).toBe('👩‍💻 [Kiosk]');
});

test('blanks alone search for nothing', () => {
  expect(searchWords('   ')).toEqual([]);
});
