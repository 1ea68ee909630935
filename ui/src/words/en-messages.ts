import type { TemplateKind } from '../bindings/ipc';

/** What stands where a placeholder is. */
const placeholders: Readonly<Record<string, string | undefined>> = {
  first_name: 'first name of the user',
  last_name: 'last name of the user',
  email: 'address of the user',
  organisation: 'organisation, as in Settings → General',
  link: 'link that confirms; its paragraph is left out where there is no page',
  code: 'code that confirms',
  until: 'until when link and code are good',
};

/** Words of Settings → Messages. */
export const messagesWords = {
  loading: 'Loading the settings of messages…',
  needsRight: 'What emails say is shown to operators with the right “Edit settings”.',
  saved: 'The settings of messages were saved and hold from the next email on.',

  confirming: 'Confirming an address',
  language: 'Language of the emails',
  languageHelp: 'Of the built-in texts. Texts of your own stay as they are.',
  hours: 'Hours that link and code are good',
  hoursHelp: '1 to 168. Under the NIST rules for passwords 24 at most hold.',
  linkBase: 'Address of the page',
  linkBaseHelp:
    'Where “frontdesk serve” is reached from outside, such as https://id.example.com. Without one emails carry the code only.',
  ownPassword: 'Newcomers choose a password of their own',
  ownPasswordHelp: 'When they confirm their address. What you gave them is good only until then.',

  texts: 'Texts',
  kind: 'Email',
  kinds: {
    confirmation: 'Confirmation',
    password_reset: 'Password reset',
    device_changed: 'Device changed',
  } satisfies Record<TemplateKind, string>,
  kindHelp: {
    confirmation: 'Asks a newcomer to confirm the address.',
    password_reset: 'Lets a user choose a new password.',
    device_changed: 'Tells a user that a 2FA device was registered or removed.',
  } satisfies Record<TemplateKind, string>,
  kindOwn: (name: string) => `${name} – your own text`,
  kindWrong: (name: string) => `${name} – needs attention`,
  subject: 'Subject',
  subjectHelp: 'One line. Shows on locked telephones, so neither link nor code stand in it.',
  body: 'Text',
  bodyHelp: 'An empty line begins a paragraph. A link or a code that is a paragraph of its own becomes large.',
  builtInStays: (kept: string, next: string) =>
    `This is the built-in text in ${kept}. The one in ${next} stands here once you save; the preview shows it already. What you type here becomes your own text.`,
  insert: 'Insert a placeholder',
  insertHelp: 'Each is filled in for the user. Those with * are needed.',
  insertOne: (name: string) => `Insert {${name}}`,
  needed: 'needed',
  placeholders,
  back: 'Back to the built-in text',
  isBuiltIn: 'This is the built-in text',
  backTitle: 'Go back to the built-in text?',
  backBody: (name: string) => `Your own text of “${name}” is dropped. It holds once you save.`,
  backConfirm: 'Drop my text',

  preview: 'Preview',
  previewWhat: 'As it would reach you, with a made-up link and code.',
  previewing: 'Loading the preview…',
  stale: 'Not up to date: correct the text first.',
  form: 'Form',
  forms: { html: 'HTML', text: 'Text' },
  scheme: 'Colours',
  schemes: { light: 'Light', dark: 'Dark' },
  previewTitle: 'Preview of the email',
  subjectIs: 'Subject:',
} as const;
