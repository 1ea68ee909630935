import type { Field, Gateway, HttpBody, Language, Problem, SmsSettings, SmsState } from '../../bindings/ipc';
import { problemText } from '../../words';
import { smsWords as text } from '../../words/en-sms';
import { settingsWords } from '../../words/en-settings';
import { whole } from '../form';

type Of<K extends Gateway['kind']> = Extract<Gateway, { kind: K }>;

/** Settings → SMS as typed. What was typed for one gateway stays while another is looked at. */
export interface SmsForm {
  kind: Gateway['kind'];
  http: Of<'http'>;
  twilio: Of<'twilio'>;
  smpp: Omit<Of<'smpp'>, 'port'> & { port: string };
  modem: Omit<Of<'modem'>, 'baud'> & { baud: string };
  secret: string;
  countries: string[];
  language: Language;
  host: string;
}

/** Where something may be wrong, as it is shown from top to bottom. */
export const places = [
  'gateway_address',
  'gateway_port',
  'gateway_account',
  'system_type',
  'gateway_sender',
  'gateway_headers',
  'gateway_body',
  'gateway_success',
  'contains',
  'gateway_secret',
  'sms_countries',
  'sms_host',
] as const;

export type Place = (typeof places)[number];
export type Faults = Partial<Record<Place, string>>;

/** An empty form, with what is usual. */
export function freshForm(): SmsForm {
  return {
    kind: 'outbox',
    http: {
      ...{ kind: 'http', method: 'get', url: '', headers: [], bodyForm: 'form', body: '' },
      ...{ successStatus: '200-299', successContains: '' },
    },
    twilio: { kind: 'twilio', baseUrl: 'https://api.twilio.com', account: '', from: '' },
    smpp: { kind: 'smpp', host: '', port: '2775', tls: true, systemId: '', systemType: '', from: '' },
    modem: { kind: 'modem', port: '', baud: '115200' },
    secret: '',
    countries: [],
    language: 'en',
    host: '',
  };
}

/** What is kept, to be edited. Where no country is kept yet, the organisation's own is ticked. */
export function formOf({ settings, ownCountry }: SmsState): SmsForm {
  const { gateway, language, host } = structuredClone(settings);
  const own = ownCountry === null ? [] : [ownCountry];
  const countries = settings.countries.length > 0 ? [...settings.countries] : own;
  const form: SmsForm = { ...freshForm(), kind: gateway.kind, countries, language, host };
  if (gateway.kind === 'http') form.http = gateway;
  else if (gateway.kind === 'twilio') form.twilio = gateway;
  else if (gateway.kind === 'smpp') form.smpp = { ...gateway, port: String(gateway.port) };
  else if (gateway.kind === 'modem') form.modem = { ...gateway, baud: String(gateway.baud) };
  return form;
}

function gatewayOf({ kind, http, twilio, smpp, modem }: SmsForm): Gateway {
  switch (kind) {
    case 'outbox':
      return { kind };
    case 'http': {
      const headers = http.headers.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
      const none: { bodyForm: HttpBody; body: string } = { bodyForm: 'form', body: '' };
      return { ...http, headers, ...(http.method === 'get' ? none : {}) };
    }
    case 'twilio':
      return twilio;
    case 'smpp':
      return { ...smpp, port: whole(smpp.port) ?? Number.NaN };
    case 'modem':
      return { ...modem, baud: Number(modem.baud) };
  }
}

/** As it goes to Rust. The outbox asks for no countries: the list stays as it is kept. */
export function settingsOf(form: SmsForm, kept: SmsSettings): SmsSettings {
  const { language, host } = form;
  const countries = form.kind === 'outbox' ? kept.countries : form.countries;
  return { gateway: gatewayOf(form), countries: [...countries].sort(), language, host };
}

/** What is no number, which the wire cannot carry. */
export function noFigures({ kind, smpp }: SmsForm): Faults {
  const port = whole(smpp.port);
  const wrong = kind === 'smpp' && (port === null || port > 65_535);
  return wrong ? { gateway_port: settingsWords.wholeNumber(1, 65_535) } : {};
}

/** Beside which control a problem is shown: two fields of the wire have two controls each. */
export function placeOf({ field, code, data }: Problem): Place | undefined {
  if (field === 'gateway_account' && data['max'] === '12') return 'system_type';
  if (field === 'gateway_success' && code !== 'required' && code !== 'status_list_invalid') return 'contains';
  return places.find((place) => place === (field satisfies Field));
}

/** A problem in words, more precisely where the gateway is known. */
export function wordsOf(problem: Problem, kind: Gateway['kind']): string {
  const missing = problem.code === 'required' ? text.missing[kind]?.[problem.field] : undefined;
  return missing ?? problemText(problem);
}

/** What stands at a place now. A problem is of no interest any more once that is another. */
export function typedAt(place: Place, { kind, http, twilio, smpp, modem, ...form }: SmsForm): string {
  const address = { outbox: '', http: http.url, twilio: twilio.baseUrl, smpp: smpp.host, modem: modem.port };
  const typed: Record<Place, unknown> = {
    gateway_address: address[kind],
    gateway_port: smpp.port,
    gateway_account: kind === 'twilio' ? twilio.account : smpp.systemId,
    system_type: smpp.systemType,
    gateway_sender: kind === 'twilio' ? twilio.from : smpp.from,
    gateway_headers: http.headers,
    gateway_body: [http.method, http.bodyForm, http.body],
    gateway_success: http.successStatus,
    contains: http.successContains,
    gateway_secret: form.secret,
    sms_countries: form.countries,
    sms_host: form.host,
  };
  return JSON.stringify([place === 'sms_host' ? '' : kind, typed[place]]);
}
