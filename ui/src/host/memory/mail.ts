import type {
  CommandError,
  Language,
  MailPreview,
  MailServer,
  MailState,
  MessageSettings,
  MessageSettingsState,
  Problem,
  Template,
  TemplateKind,
  TriedStep,
} from '../../bindings/ipc';
import { phoneMessage } from './outbox';
import { copy, refusal, type Handlers, type World } from './world';

/** A server as somebody may have set it up. */
const server: MailServer = {
  ...{ host: 'smtp.example.com', port: 587, security: 'start_tls', auth: 'password', account: 'desk@example.com' },
  ...{ sender: 'desk@example.com', senderName: 'Example Ltd', hello: '', authority: '' },
};

/** Settings → Email as they begin. */
export function seedMail(set: boolean): MailState {
  return { settings: { server: set ? copy(server) : null }, secretKnown: set, secretLasts: true };
}

/** Settings → Messages as they begin. */
export function seedMessageSettings(): MessageSettings {
  return { language: 'en', templates: [], linkBase: '', activationHours: 72, ownPassword: true };
}

function problem(field: Problem['field'], code: Problem['code'], data: Problem['data'] = {}): Problem {
  return { field, code, data };
}

function place({ account, host, port }: MailServer): string {
  return `${account}@${host}:${port}`;
}

function isHere(host: string): boolean {
  return /^(localhost|127\.|::1$)/.test(host);
}

function checkServer(typed: MailServer): Problem[] {
  const found: Problem[] = [];
  if (typed.host.trim() === '') found.push(problem('mail_host', 'required'));
  else if (/[\s/]/.test(typed.host.trim())) found.push(problem('mail_host', 'host_invalid'));
  if (typed.security === 'none' && !isHere(typed.host)) found.push(problem('mail_security', 'address_not_encrypted'));
  if (typed.port === 0) found.push(problem('mail_port', 'out_of_range', { min: '1', max: '65535' }));
  if (typed.auth !== 'none' && typed.account.trim() === '') found.push(problem('mail_account', 'required'));
  if (typed.sender.trim() === '') found.push(problem('mail_sender', 'required'));
  else if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(typed.sender)) found.push(problem('mail_sender', 'email_needs_at'));
  if (/[\s/]/.test(typed.hello)) found.push(problem('mail_hello', 'host_invalid'));
  if (typed.authority !== '' && !typed.authority.includes('-----BEGIN CERTIFICATE-----')) {
    found.push(problem('mail_authority', 'certificates_invalid'));
  }
  return found;
}

/** Whether the secret is entered or known; what is wrong is thrown. */
function admitServer(world: World, typed: MailServer, secret: string | null): boolean {
  const fields = checkServer(typed);
  const { settings, secretKnown } = world.mail;
  const known = secretKnown && settings.server !== null && place(settings.server) === place(typed);
  if (fields.length === 0 && typed.auth !== 'none' && !secret && !known) fields.push(problem('mail_secret', 'required'));
  if (fields.length > 0) throw refusal('invalid', { fields });
  return typed.auth !== 'none';
}

/** How far a server lets anybody come: names that say so go wrong there. */
function trySteps(typed: MailServer, secret: string | null): TriedStep[] {
  const faults: Partial<Record<TriedStep['step'], CommandError>> = {};
  if (typed.host.startsWith('nowhere')) faults.name = refusal('mail_name_unknown', { retryable: true });
  if (typed.host.startsWith('closed')) faults.port = refusal('mail_unreachable', { retryable: true });
  if (typed.host.startsWith('expired')) faults.tls = refusal('mail_untrusted', { retryable: true });
  if (secret === 'wrong') {
    const data = { said: '535 5.7.8 Error: authentication failed' };
    faults.credentials = refusal('mail_credentials', { retryable: true, data });
  }
  const steps: TriedStep['step'][] = ['name', 'port'];
  if (typed.security === 'start_tls') steps.push('greeting', 'tls');
  else steps.push(...(typed.security === 'tls' ? (['tls', 'greeting'] as const) : (['greeting'] as const)));
  if (typed.auth !== 'none') steps.push('credentials');
  steps.push('sender');
  const first = steps.findIndex((step) => faults[step]);
  const tried = first < 0 ? steps : steps.slice(0, first + 1);
  return tried.map((step) => ({ step, fault: faults[step] ?? null }));
}

const texts: Partial<Record<Language, Record<TemplateKind, [string, string]>>> = {
  en: {
    confirmation: [
      'Confirm your address, {first_name}',
      'Hello {first_name} {last_name},\n\nan account was created for you. Open this link to confirm your address:\n{link}\n\nOr enter this code:\n\n{code}\n\nBoth are good until {until}.',
    ],
    password_reset: [
      'Choose a new password',
      'Hello {first_name},\n\nopen this link to choose a new password:\n{link}\n\nOr enter this code:\n\n{code}\n\nBoth are good until {until}.',
    ],
    device_changed: [
      'Your 2FA device was changed',
      'Hello {first_name},\n\na 2FA device was registered for {email}, or removed. If it was not you who wished it, tell {organisation} at once.',
    ],
  },
  de: {
    confirmation: [
      'Bestätigen Sie Ihre Adresse, {first_name}',
      'Guten Tag {first_name} {last_name},\n\nfür Sie wurde ein Konto angelegt. Öffnen Sie diesen Link, um Ihre Adresse zu bestätigen:\n{link}\n\nOder geben Sie diesen Code ein:\n\n{code}\n\nBeide gelten bis {until}.',
    ],
    password_reset: [
      'Wählen Sie ein neues Passwort',
      'Guten Tag {first_name},\n\nöffnen Sie diesen Link:\n{link}\n\nOder geben Sie diesen Code ein:\n\n{code}\n\nBeide gelten bis {until}.',
    ],
    device_changed: ['Ihr Gerät wurde geändert', 'Guten Tag {first_name},\n\nIhr Gerät wurde geändert.'],
  },
};
const kinds: readonly TemplateKind[] = ['confirmation', 'password_reset', 'device_changed'];
const names = ['first_name', 'last_name', 'email', 'organisation'];
const secrets = ['link', 'code', 'until'];

function builtIn(language: Language, kind: TemplateKind): Template {
  const [subject, body] = (texts[language] ?? texts.en)?.[kind] ?? ['', ''];
  return { kind, subject, body };
}

function shown(settings: MessageSettings): MessageSettingsState {
  return {
    settings: copy(settings),
    builtIn: kinds.map((kind) => builtIn(settings.language, kind)),
    placeholders: kinds.map((kind) => {
      const required = kind === 'device_changed' ? [] : secrets;
      return { kind, known: [...names, ...required], required };
    }),
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{([\w-]+)\}/g)].flatMap(([, name]) => name ?? []);
}

function checkTemplate({ kind, subject, body }: Template): Problem[] {
  const found: Problem[] = [];
  if (subject.trim() === '') found.push(problem('template_subject', 'required'));
  if (body.trim() === '') found.push(problem('template_body', 'required'));
  if (found.length > 0) return found;
  const required = kind === 'device_changed' ? [] : secrets;
  const unknown = (name: string) => !names.includes(name) && !required.includes(name);
  for (const placeholder of namesIn(subject).filter((name) => unknown(name) || name === 'link' || name === 'code')) {
    found.push(problem('template_subject', 'placeholder_invalid', { placeholder }));
  }
  for (const placeholder of namesIn(body).filter(unknown)) {
    found.push(problem('template_body', 'placeholder_invalid', { placeholder }));
  }
  for (const placeholder of required.filter((name) => !namesIn(body).includes(name))) {
    found.push(problem('template_body', 'placeholder_missing', { placeholder }));
  }
  return found;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
}

/** As Rust writes it: the styles of an email are attributes. */
function styled(style: string): string {
  return `style='${style}'`;
}

const button =
  'display: inline-block; padding: 12px 20px; border-radius: 6px; background: #2d54c9; color: #ffffff; text-decoration: none';

function preview(world: World, kind: TemplateKind, settings: MessageSettings): MailPreview {
  const own = settings.templates.find((template) => template.kind === kind);
  const fields = own ? checkTemplate(own) : [];
  if (fields.length > 0) throw refusal('invalid', { fields });
  const { subject, body } = own ?? builtIn(settings.language, kind);
  const link = settings.linkBase === '' ? '' : `${settings.linkBase.replace(/\/+$/, '')}/activate/mfrggzdf`;
  const { firstName = '', lastName = '', email = '' } = world.people[0] ?? {};
  const values: Record<string, string> = {
    ...{ first_name: firstName, last_name: lastName, email, organisation: world.settings.organisation },
    ...{ link, code: 'K7QMT-4XWZB', until: '2026-11-26 14:05 UTC' },
  };
  const fill = (text: string) => text.replace(/\{([\w-]+)\}/g, (_, name: string) => values[name] ?? '');
  const paragraphs = body.split(/\n{2,}/).filter((paragraph) => link !== '' || !paragraph.includes('{link}'));
  const html = paragraphs.map((paragraph) => {
    const anchor = `<a href="${link}" ${styled(button)}>${escaped(link)}</a>`;
    const code = paragraph === '{code}' ? '; font: 600 24px monospace; letter-spacing: 2px' : '';
    return `<p ${styled(`margin: 0 0 16px${code}`)}>${paragraph.split('{link}').map((piece) => escaped(fill(piece))).join(anchor)}</p>`;
  });
  const page = styled('margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif');
  return {
    subject: fill(subject),
    text: paragraphs.map(fill).join('\n\n'),
    html: `<!doctype html><html lang="${settings.language}"><head><meta charset="utf-8"></head><body ${page}>${html.join('')}</body></html>`,
  };
}

function checkMessages({ linkBase, activationHours, templates }: MessageSettings): Problem[] {
  const found: Problem[] = [];
  if (linkBase !== '' && !/^https?:\/\/[^/?#]+[^?#]*$/.test(linkBase)) found.push(problem('link_base', 'address_invalid'));
  else if (linkBase.startsWith('http:') && !isHere(linkBase.slice(7))) {
    found.push(problem('link_base', 'address_not_encrypted'));
  }
  if (activationHours < 1 || activationHours > 168) {
    found.push(problem('activation_hours', 'out_of_range', { min: '1', max: '168' }));
  }
  return [...found, ...templates.flatMap(checkTemplate)];
}

/** The commands of Settings → Email and Settings → Messages. */
export const mailHandlers: Pick<
  Handlers,
  | 'mail_settings'
  | 'save_mail_settings'
  | 'try_mail_server'
  | 'send_mail_test'
  | 'message_settings'
  | 'save_message_settings'
  | 'preview_message'
> = {
  mail_settings: (world) => copy(world.mail),
  save_mail_settings: (world, { settings, secret }) => {
    const secretKnown = settings.server !== null && admitServer(world, settings.server, secret);
    world.mail = { ...world.mail, settings: copy(settings), secretKnown };
    return copy(world.mail);
  },
  try_mail_server: (world, { server: typed, secret }) => {
    admitServer(world, typed, secret);
    return trySteps(typed, secret);
  },
  send_mail_test: (world) => {
    const to = world.people[0]?.email ?? '';
    if (!world.mail.settings.server) throw refusal('invalid', { fields: [problem('mail_host', 'required')] });
    const messageId = crypto.randomUUID();
    world.messages.unshift(phoneMessage({ id: messageId, kind: 'test', state: 'sent', recipient: to }, ''));
    world.emit('outbox-changed');
    return { to, messageId, fault: null };
  },
  message_settings: (world) => shown(world.messageSettings),
  save_message_settings: (world, { settings }) => {
    const fields = checkMessages(settings);
    if (fields.length > 0) throw refusal('invalid', { fields });
    world.messageSettings = copy({ ...settings, linkBase: settings.linkBase.trim().replace(/\/+$/, '') });
    return shown(world.messageSettings);
  },
  preview_message: (world, { kind, settings }) => preview(world, kind, settings),
};
