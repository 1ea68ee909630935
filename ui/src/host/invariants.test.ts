import { expect, test } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{ts,svelte}', { query: '?raw', import: 'default', eager: true });
const shipped = Object.entries(sources).filter(([path]) => !path.endsWith('.test.ts'));

function filesWith(pattern: RegExp): string[] {
  return shipped.filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

test('only one file knows the shell', () => {
  expect(filesWith(/from '@tauri-apps/)).toEqual(['./tauri.ts']);
});

test('only the development entry and tests know the imitation', () => {
  const importers = filesWith(/(from |import\()'[^']*\/memory'/);
  expect(importers).toEqual(['../main.ts']);
});

test('nothing needs more than the content policy of the window grants', () => {
  expect(filesWith(/\sstyle="|style=\{|\{@html|innerHTML|\beval\(/)).toEqual([]);
});

test('no file is too long to be read in one go', () => {
  const long = shipped.filter(([path, text]) => !path.includes('/bindings/') && text.split('\n').length > 400);
  expect(long.map(([path]) => path)).toEqual([]);
});
