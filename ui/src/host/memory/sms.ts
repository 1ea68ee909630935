import type {
  CommandError,
  Gateway,
  GatewayKind,
  Language,
  Problem,
  SmsSettings,
  SmsState,
  TestOutcome,
} from '../../bindings/ipc';
import { checkDevice } from './phone';
import { phoneMessage } from './outbox';
import { copy, refusal, type Handlers, type World } from './world';

const examples: Partial<Record<Language, string>> = {
  en: '123456 is your Frontdesk code. It is valid for 10 minutes.',
  de: '123456 ist Ihr Frontdesk-Code. Er gilt 10 Minuten.',
  ar: '123456 هو رمز Frontdesk الخاص بك. صالح لمدة 10 دقائق.',
};

/** Gateways as somebody may have set them up. */
const gateways: Record<GatewayKind, Gateway> = {
  outbox: { kind: 'outbox' },
  http: {
    ...{ kind: 'http', method: 'get', headers: [], bodyForm: 'form', body: '' },
    url: 'https://sms.example.com/send?key={secret}&to={to}&text={text}',
    ...{ successStatus: '200-299', successContains: '' },
  },
  twilio: { kind: 'twilio', baseUrl: 'https://api.twilio.com', account: 'AC0123', from: '+14155550123' },
  smpp: {
    ...{ kind: 'smpp', host: 'smsc.example.com', port: 2775, tls: true },
    ...{ systemId: 'frontdesk', systemType: '', from: '' },
  },
  modem: { kind: 'modem', port: '/dev/ttyUSB0', baud: 115_200 },
};

/** Settings → SMS as they begin. */
export function seedSms(kind: GatewayKind): SmsState {
  const countries = kind === 'outbox' ? [] : ['DE'];
  return shown({ gateway: gateways[kind], countries, language: 'en', host: '' }, kind !== 'outbox');
}

function shown(settings: SmsSettings, secretKnown: boolean): SmsState {
  const line = settings.host === '' ? '' : `\n\n@${settings.host} #123456`;
  return {
    ...{ settings, secretKnown, secretLasts: true, ownCountry: 'DE', ports: ['/dev/ttyS0', '/dev/ttyUSB0'] },
    example: (examples[settings.language] ?? examples.en ?? '') + line,
  };
}

/** Where a gateway is and who signs in there. */
function place(gateway: Gateway): string {
  switch (gateway.kind) {
    case 'outbox':
      return '';
    case 'http':
      return gateway.url.split(/[/?]/).slice(0, 3).join('/');
    case 'twilio':
      return `${gateway.baseUrl} ${gateway.account}`;
    case 'smpp':
      return `${gateway.systemId}@${gateway.host}:${gateway.port}`;
    case 'modem':
      return gateway.port;
  }
}

function addressProblems(url: string): Problem['code'][] {
  if (url === '') return ['required'];
  if (!/^https?:\/\/[^/]/.test(url)) return ['address_invalid'];
  return url.startsWith('http:') ? ['address_not_encrypted'] : [];
}

function gatewayProblems(gateway: Gateway): Problem[] {
  const found: Problem[] = [];
  const add = (field: Problem['field'], ...codes: Problem['code'][]) => {
    for (const code of codes) found.push({ field, code, data: {} });
  };
  const needed = (field: Problem['field'], text: string) => text.trim() === '' && add(field, 'required');
  if (gateway.kind === 'http') {
    add('gateway_address', ...addressProblems(gateway.url));
    if (gateway.headers.some(({ name }) => name === '')) add('gateway_headers', 'header_invalid');
    if (gateway.bodyForm === 'json' && !gateway.body.startsWith('{"')) add('gateway_body', 'not_json');
    needed('gateway_success', gateway.successStatus);
  } else if (gateway.kind === 'twilio') {
    add('gateway_address', ...addressProblems(gateway.baseUrl));
    needed('gateway_account', gateway.account);
    needed('gateway_sender', gateway.from);
  } else if (gateway.kind === 'smpp') {
    needed('gateway_address', gateway.host);
    needed('gateway_account', gateway.systemId);
  } else if (gateway.kind === 'modem') {
    needed('gateway_address', gateway.port);
  }
  return found;
}

function save(world: World, settings: SmsSettings, secret: string): SmsState {
  const { gateway, countries, host } = settings;
  const fields = gatewayProblems(gateway);
  if (gateway.kind !== 'outbox' && countries.length === 0) fields.push({ field: 'sms_countries', code: 'required', data: {} });
  if (/[\s/]/.test(host)) fields.push({ field: 'sms_host', code: 'host_invalid', data: {} });
  const known = world.sms.secretKnown && place(gateway) === place(world.sms.settings.gateway);
  const needs = ['twilio', 'smpp'].includes(gateway.kind) || JSON.stringify(gateway).includes('{secret}');
  if (fields.length === 0 && needs && secret === '' && !known) {
    fields.push({ field: 'gateway_secret', code: 'required', data: {} });
  }
  if (fields.length > 0) throw refusal('invalid', { fields });
  world.gateway = gateway.kind;
  world.sms = shown(copy(settings), known || secret !== '');
  return copy(world.sms);
}

/** What becomes of a message to a number: one that ends in 99 fails, one that ends in 98 is uncertain. */
function fate(world: World, number: string): { outcome: TestOutcome; fault: CommandError | null } {
  if (world.gateway === 'outbox') return { outcome: 'kept', fault: null };
  const data = { said: 'Permission to send is denied (21408)' };
  if (number.endsWith('99')) return { outcome: 'failed', fault: refusal('sms_blocked', { data }) };
  if (number.endsWith('98')) return { outcome: 'uncertain', fault: refusal('sms_no_answer', { retryable: true }) };
  return { outcome: 'sent', fault: null };
}

/** The commands of Settings → SMS. */
export const smsHandlers: Pick<
  Handlers,
  'sms_settings' | 'save_sms_settings' | 'send_test_message' | 'gateway_condition'
> = {
  sms_settings: (world) => copy(world.sms),
  save_sms_settings: (world, { settings, secret }) => save(world, settings, secret ?? ''),
  send_test_message: (world, { country, number }) => {
    const { phone, problems } = checkDevice(world, { draftId: '', country, number });
    if (!phone) throw refusal('invalid', { fields: problems });
    const { outcome, fault } = fate(world, phone.international);
    const id = crypto.randomUUID();
    const row = { id, kind: 'test', state: outcome, recipient: phone.international, fault } as const;
    world.messages.unshift(phoneMessage(row, 'This is a test of the SMS gateway of Frontdesk.'));
    world.emit('outbox-changed');
    return { number: phone.international, messageId: id, outcome, fault };
  },
  gateway_condition: (world) => {
    if (world.gateway === 'http') return { state: 'unknown' };
    if (world.gateway === 'modem') return { state: 'modem', network: 'Example Mobile', roaming: false, signal: 61 };
    return { state: 'ready' };
  },
};
