import { expect, test } from 'vitest';
import { memoryHost } from '../../host/memory';
import { countryEntries, findCountries } from './countries';

const { countries } = await memoryHost().call('phone_countries', {});
const entries = countryEntries(countries);
const found = (typed: string) => findCountries(entries, typed).map(({ id }) => id);

test('every country has a name of its own', () => {
  expect(entries).toHaveLength(245);
  expect(new Set(entries.map(({ name }) => name)).size).toBe(245);
  expect(entries.filter(({ id, name }) => id === name)).toEqual([]);
});

test('a country is found by its name, without accents, case and marks', () => {
  expect(found('germ')).toEqual(['DE']);
  expect(found('  GERM ')).toEqual(['DE']);
  expect(found('aland')[0]).toBe('AX');
  expect(found("cote d'ivoire")).toEqual(['CI']);
  expect(found('CURAÇAO')).toEqual(['CW']);
  expect(found('kingdom')).toContain('GB');
  expect(found('atlantis')).toEqual([]);
});

test('a country is found by its ISO letters, before all names that begin with them', () => {
  expect(found('de')[0]).toBe('DE');
  expect(found('GB')).toEqual(['GB']);
});

test('a country is found by its calling code, with + or without, the main one first', () => {
  expect(found('+49')[0]).toBe('DE');
  expect(found('49')[0]).toBe('DE');
  expect(found('+44')).toEqual(['GB', 'GG', 'IM', 'JE']);
  expect(found('1')[0]).toBe('US');
  expect(found('+1').filter((id) => id === 'CA')).toHaveLength(1);
  expect(found('+')).toHaveLength(245);
});

test('filtering all countries takes no time that anybody would notice', () => {
  const begun = performance.now();
  for (const typed of ['s', 'sa', 'sai', 'sain', 'saint']) findCountries(entries, typed);
  expect((performance.now() - begun) / 5).toBeLessThan(20);
});
