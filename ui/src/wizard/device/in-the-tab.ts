/** The tab of the device inside the wizard, for tests. */
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, vi } from 'vitest';
import type { Commands, Session } from '../../bindings/ipc';
import type { Host } from '../../host/host';
import { allPermissions } from '../../host/memory/catalogue';
import { localDirectory } from '../../host/memory/directory';
import Wizard from '../Wizard.svelte';

/** A host that remembers what it was asked. */
interface Remembering extends Host {
  readonly calls: readonly { readonly command: keyof Commands; readonly args: unknown }[];
}

/** Opens the wizard at the tab of the device. */
export async function openTab<H extends Remembering>(host: H, permissions: readonly string[] = allPermissions) {
  const session: Session = {
    operator: { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    permissions: [...permissions],
    locked: false,
    recoveryCodesDue: false,
    directory: localDirectory,
  };
  const oncreated = vi.fn();
  const onclose = vi.fn();
  const user = userEvent.setup();
  const view = render(Wizard, { host, session, onclose, oncreated });
  await user.click(tab('2FA Device'));
  if (session.permissions.includes('devices.register')) await waitFor(() => expect(country()).toHaveValue('Germany +49'));
  return { host, user, session, oncreated, onclose, ...view };
}

/** What is found there, as a screen reader names it. */
export const tab = (name: string) => screen.getByRole('tab', { name });
export const button = (name: string) => screen.getByRole('button', { name });
export const country = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Country' });
export const number = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Mobile Phone' });
export const code = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });
export const options = () => screen.queryAllByRole('option');
export const callsOf = (host: Remembering, command: keyof Commands) => host.calls.filter((call) => call.command === command);
export const confirmed = () => screen.findByRole('group', { name: 'Mobile Phone' });

export type User = ReturnType<typeof userEvent.setup>;

/** Types a number until it can be validated. */
export async function valid(user: User, digits = '015123456789'): Promise<void> {
  await user.type(number(), digits);
  await waitFor(() => expect(button('Validate')).not.toHaveAttribute('aria-disabled'));
}

/** Goes on to the code. */
export async function toCode(user: User): Promise<void> {
  await valid(user);
  await user.click(button('Validate'));
  await waitFor(() => expect(code()).toHaveFocus());
}

/** Goes on until the number is confirmed. */
export async function toConfirmed(user: User): Promise<HTMLElement> {
  await toCode(user);
  await user.keyboard('123456');
  return confirmed();
}
