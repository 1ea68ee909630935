import { expect, test } from 'vitest';
import { colour, dress } from './frame';

function parsed(body: string): Document {
  return new DOMParser().parseFromString(`<!doctype html><html><body>${body}</body></html>`, 'text/html');
}

test('styles that the content policy blocks as attributes are set again', () => {
  const email = parsed("<p style='padding: 4px'>a</p><p>b</p>");
  const [styled, plain] = email.querySelectorAll('p');
  // As it is where the policy has blocked it: the attribute stands there, and holds for nothing.
  const set: string[] = [];
  const style = Object.defineProperty({}, 'cssText', { set: (text: string) => set.push(text) });
  for (const element of [styled, plain]) Object.defineProperty(element, 'style', { value: style });
  dress(email);
  expect(set).toEqual(['padding: 4px']);
});

test('links lead nowhere, and still say where they would lead', () => {
  const email = parsed("<a href='https://id.example.com/a'>open</a><a href='mailto:a@b.c' title='Write'>b</a>");
  dress(email);
  const [link, other] = email.querySelectorAll('a');
  expect(link?.hasAttribute('href')).toBe(false);
  expect(link?.title).toBe('https://id.example.com/a');
  expect(link?.getAttribute('aria-disabled')).toBe('true');
  expect(other?.title).toBe('Write');
});

test('it is shown in light or dark colours', () => {
  const email = parsed('a');
  colour(email, 'dark');
  expect(email.documentElement.style.colorScheme).toBe('dark');
});
