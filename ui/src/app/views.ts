/** The views that are loaded when they are asked for: the window starts, signs in and shows the users without them. */
import { Later } from '../design/later.svelte';

export const laterPages = {
  roles: new Later(() => import('../roles/RolesPage.svelte')),
  outbox: new Later(() => import('../outbox/OutboxPage.svelte')),
  activity: new Later(() => import('../activity/ActivityPage.svelte')),
  settings: new Later(() => import('../settings/SettingsPage.svelte')),
};

/** Above any page: a new user. */
export const wizard = new Later(() => import('../wizard/Wizard.svelte'));

export const firstRun = new Later(() => import('../start/FirstRun.svelte'));
export const credentials = new Later(() => import('../start/Credentials.svelte'));
export const vacant = new Later(() => import('../start/Vacant.svelte'));
export const passphrase = new Later(() => import('../start/Passphrase.svelte'));
export const activation = new Later(() => import('../start/Activation.svelte'));
