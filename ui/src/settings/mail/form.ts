import type { MailAuth, MailSecurity, MailServer, MailSettings, MailStep } from '../../bindings/ipc';
import type { ProviderName } from '../../words/en-mail';
import { whole } from '../form';
import { providers, usualPorts } from './providers';

/** Which way emails go. */
export type MailWay = 'outbox' | 'server';

/** Settings → Email as typed. The server that was typed stays while the outbox is looked at. */
export interface MailForm extends Omit<MailServer, 'port'> {
  way: MailWay;
  port: string;
  secret: string;
}

/** Where something may be wrong, as it is shown from top to bottom. */
export const places = [
  'mail_host',
  'mail_port',
  'mail_security',
  'mail_account',
  'mail_secret',
  'mail_sender',
  'mail_sender_name',
  'mail_hello',
  'mail_authority',
] as const;

export type Place = (typeof places)[number];

/** The places that are folded away at first. */
export const furtherPlaces: readonly Place[] = ['mail_hello', 'mail_authority'];

/** An empty form, with what is usual. */
export function freshForm(): MailForm {
  return {
    ...{ way: 'outbox', host: '', port: '587', security: 'start_tls', auth: 'password', account: '', secret: '' },
    ...{ sender: '', senderName: '', hello: '', authority: '' },
  };
}

/** What is kept, to be edited. */
export function formOf({ server }: MailSettings): MailForm {
  if (!server) return freshForm();
  return { ...freshForm(), ...server, way: 'server', port: String(server.port) };
}

/** The port as a figure, or nothing where it is none that the wire can carry. */
export function portOf({ port }: MailForm): number | null {
  const figure = whole(port);
  return figure === null || figure > 65_535 ? null : figure;
}

/** The server as it goes to Rust. */
export function serverOf(form: MailForm): MailServer {
  const { host, security, auth, sender, senderName, hello, authority } = form;
  const account = auth === 'none' ? '' : form.account;
  return { host, port: portOf(form) ?? 0, security, auth, account, sender, senderName, hello, authority };
}

/** What a provider asks for takes the place of what was entered for another. */
export function chooseProvider(form: MailForm, name: ProviderName): MailForm {
  const fixed = Object.values(providers).flatMap(({ account }) => account ?? []);
  const account = fixed.includes(form.account) ? '' : form.account;
  if (name === 'other') return { ...form, host: '', account, secret: '' };
  const { port, ...provider } = providers[name];
  return { ...form, account, ...provider, port: String(port), secret: '' };
}

/** Another encryption. The port goes with it where it was the usual one. */
export function chooseSecurity(form: MailForm, security: MailSecurity): MailForm {
  const usual = whole(form.port) === usualPorts[form.security];
  return { ...form, security, port: usual ? String(usualPorts[security]) : form.port };
}

/** The steps that such a server is tried for, in order. */
export function stepsOf(security: MailSecurity, auth: MailAuth): MailStep[] {
  const secured: Record<MailSecurity, MailStep[]> = {
    start_tls: ['greeting', 'tls'],
    tls: ['tls', 'greeting'],
    none: ['greeting'],
  };
  return ['name', 'port', ...secured[security], ...(auth === 'none' ? [] : (['credentials'] as const)), 'sender'];
}

/** What stands at a place now. */
export function typedAt(place: Place, form: MailForm): string {
  const typed: Record<Place, unknown> = {
    mail_host: form.host,
    mail_port: form.port,
    mail_security: [form.security, form.host],
    mail_account: [form.auth, form.account],
    mail_secret: [form.auth, form.secret, form.account, form.host, form.port],
    mail_sender: form.sender,
    mail_sender_name: form.senderName,
    mail_hello: form.hello,
    mail_authority: form.authority,
  };
  return JSON.stringify([form.way, typed[place]]);
}
