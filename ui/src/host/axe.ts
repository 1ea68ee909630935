/** The accessibility check of component tests. */
import axe from 'axe-core';
import { expect } from 'vitest';

/** Fails with what axe finds. Colours are checked in the real window: jsdom has no layout. */
export async function expectAccessible(container: Element = document.body): Promise<void> {
  const { violations } = await axe.run(container, {
    // Emails stand in frames, and are no part of the interface.
    iframes: false,
    // Of what is right nothing is told.
    resultTypes: ['violations'],
    selectors: false,
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => node.html).join('\n')}`);
  expect(found).toEqual([]);
}
