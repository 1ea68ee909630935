import type { Language, MessageSettings, MessageSettingsState, Template, TemplateKind } from '../../bindings/ipc';
import { whole } from '../form';

/** The texts of an email, as typed. */
export type Texts = Pick<Template, 'subject' | 'body'>;

/** Settings → Messages as typed. */
export interface MessagesForm {
  language: Language;
  hours: string;
  linkBase: string;
  ownPassword: boolean;
  /** Texts in the place of the built-in ones. */
  own: Partial<Record<TemplateKind, Texts>>;
}

/** Where something may be wrong, as it is shown from top to bottom. */
export const places = ['activation_hours', 'link_base', 'template_subject', 'template_body'] as const;

export type Place = (typeof places)[number];

/** The kinds of emails, in the order to show. */
export const kinds: readonly TemplateKind[] = ['confirmation', 'password_reset', 'device_changed'];

/** An empty form. */
export function freshForm(): MessagesForm {
  return { language: 'en', hours: '', linkBase: '', ownPassword: true, own: {} };
}

/** What is kept, to be edited. */
export function formOf({ settings }: MessageSettingsState): MessagesForm {
  const { language, activationHours, linkBase, ownPassword, templates } = settings;
  const own = Object.fromEntries(templates.map(({ kind, ...texts }) => [kind, texts]));
  return { language, hours: String(activationHours), linkBase, ownPassword, own };
}

function same(a: Texts | undefined, b: Texts | undefined): boolean {
  return a?.subject === b?.subject && a?.body === b?.body;
}

/** The built-in texts of a kind, in the language that is kept. */
export function builtInOf({ builtIn }: MessageSettingsState, kind: TemplateKind): Texts {
  const { subject = '', body = '' } = builtIn.find((template) => template.kind === kind) ?? {};
  return { subject, body };
}

/** The own texts with those of one kind changed. What reads as the built-in text is none of one's own. */
export function withTexts(form: MessagesForm, kept: MessageSettingsState, kind: TemplateKind, texts: Texts) {
  const own = { ...form.own, [kind]: texts };
  if (same(texts, builtInOf(kept, kind))) delete own[kind];
  return own;
}

/** As it goes to Rust. */
export function settingsOf({ language, hours, linkBase, ownPassword, own }: MessagesForm): MessageSettings {
  const templates = kinds.flatMap((kind) => {
    const texts = own[kind];
    return texts ? [{ kind, ...texts }] : [];
  });
  return { language, templates, linkBase, activationHours: whole(hours) ?? 0, ownPassword };
}
