import type { Device, FormattedPhone, PhoneCheck, PhoneCountry, Problem, TypedPhone, UserDraft } from '../../bindings/ipc';
import { phoneMessage } from './outbox';
import { refusal, type Handlers, type World } from './world';

/** Every country with telephone numbers and its calling code. */
const codes: ReadonlyMap<string, string> = new Map(
  (
    'AC247 AD376 AE971 AF93 AG1 AI1 AL355 AM374 AO244 AR54 AS1 AT43 AU61 AW297 AX358 AZ994 BA387 BB1 ' +
    'BD880 BE32 BF226 BG359 BH973 BI257 BJ229 BL590 BM1 BN673 BO591 BQ599 BR55 BS1 BT975 BW267 BY375 ' +
    'BZ501 CA1 CC61 CD243 CF236 CG242 CH41 CI225 CK682 CL56 CM237 CN86 CO57 CR506 CU53 CV238 CW599 CX61 ' +
    'CY357 CZ420 DE49 DJ253 DK45 DM1 DO1 DZ213 EC593 EE372 EG20 EH212 ER291 ES34 ET251 FI358 FJ679 FK500 ' +
    'FM691 FO298 FR33 GA241 GB44 GD1 GE995 GF594 GG44 GH233 GI350 GL299 GM220 GN224 GP590 GQ240 GR30 ' +
    'GT502 GU1 GW245 GY592 HK852 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IM44 IN91 IO246 IQ964 IR98 IS354 ' +
    'IT39 JE44 JM1 JO962 JP81 KE254 KG996 KH855 KI686 KM269 KN1 KP850 KR82 KW965 KY1 KZ7 LA856 LB961 LC1 ' +
    'LI423 LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MF590 MG261 MH692 MK389 ML223 ' +
    'MM95 MN976 MO853 MP1 MQ596 MR222 MS1 MT356 MU230 MV960 MW265 MX52 MY60 MZ258 NA264 NC687 NE227 NF672 ' +
    'NG234 NI505 NL31 NO47 NP977 NR674 NU683 NZ64 OM968 PA507 PE51 PF689 PG675 PH63 PK92 PL48 PM508 PR1 ' +
    'PS970 PT351 PW680 PY595 QA974 RE262 RO40 RS381 RU7 RW250 SA966 SB677 SC248 SD249 SE46 SG65 SH290 ' +
    'SI386 SJ47 SK421 SL232 SM378 SN221 SO252 SR597 SS211 ST239 SV503 SX1 SY963 SZ268 TA290 TC1 TD235 ' +
    'TG228 TH66 TJ992 TK690 TL670 TM993 TN216 TO676 TR90 TT1 TV688 TW886 TZ255 UA380 UG256 US1 UY598 ' +
    'UZ998 VA39 VC1 VE58 VG1 VI1 VN84 VU678 WF681 WS685 XK383 YE967 YT262 ZA27 ZM260 ZW263 '
  )
    .trim()
    .split(' ')
    .map((entry) => [entry.slice(0, 2), entry.slice(2)]),
);

/** How the digits of a number are grouped, without and with its calling code; three by three where nothing is said. */
const groups: Readonly<Record<string, readonly [readonly number[], readonly number[]] | undefined>> = {
  DE: [[5, 8], [4, 7]],
  GB: [[5, 6], [4, 6]],
  US: [[3, 3, 4], [3, 3, 4]],
  CA: [[3, 3, 4], [3, 3, 4]],
  FR: [[2, 2, 2, 2, 2], [1, 2, 2, 2, 2]],
};

const examples: Readonly<Record<string, string | undefined>> = {
  DE: '01512 3456789',
  GB: '07400 123456',
  US: '201 555 0123',
  CA: '506 234 5678',
  FR: '06 12 34 56 78',
};

/** The code of every message. */
const code = '123456';

/** What is known of a number. */
export interface Sendings {
  /** Milliseconds since 1970. */
  sends: number[];
  misses: number;
  /** Draft that the waiting code is for; null once it was used or ended. */
  waitsFor: string | null;
  message: string;
  /** Drafts in which the number was confirmed. */
  confirmed: Set<string>;
}

interface Parsed {
  readonly country: string;
  /** Digits after the calling code. */
  readonly rest: string;
}

function significant(text: string): string {
  return text.replace(/(?!^)\+|[^\d+]/g, '');
}

function countryOfCode(digits: string, chosen: string | null): Parsed | null {
  if (/^1(506|604|416)/.test(digits)) return { country: 'CA', rest: digits.slice(1) };
  for (const length of [3, 2, 1]) {
    const found = [...codes].filter(([, own]) => own === digits.slice(0, length)).map(([id]) => id);
    const main = found.find((id) => id in groups) ?? found[0];
    const kept = found.find((id) => id === chosen && id !== 'CA');
    if (main) return { country: kept ?? main, rest: digits.slice(length) };
  }
  return null;
}

function grouped(digits: string, sizes: readonly number[] | undefined): string {
  const parts: string[] = [];
  let rest = digits;
  for (const size of sizes ?? []) {
    if (rest !== '') parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...parts, ...(rest.match(/.{1,3}/g) ?? [])].join(' ');
}

function written(typed: string, chosen: string | null): { text: string; country: string | null } {
  if (!typed.startsWith('+')) return { text: grouped(typed, groups[chosen ?? '']?.[0]), country: chosen };
  const parsed = countryOfCode(typed.slice(1), chosen);
  if (!parsed) return { text: typed, country: chosen };
  return { text: international(parsed), country: parsed.country };
}

function international({ country, rest }: Parsed): string {
  return `+${codes.get(country) ?? ''} ${grouped(rest, groups[country]?.[1])}`.trim();
}

function format({ country, before, after, deleted, previous }: TypedPhone): FormattedPhone {
  if (/[^\d\s+()/.-]/.test(before + after)) return { before, after, country };
  let head = significant(before);
  let tail = significant(after);
  const nothingGone = significant(previous) === head + tail;
  if (nothingGone && deleted === 'backward') head = head.slice(0, -1);
  if (nothingGone && deleted === 'forward') tail = tail.slice(1);
  const { text, country: of } = written(head + tail, country);
  let caret = 0;
  for (let left = head.length; left > 0 && caret < text.length; caret += 1) if (/[\d+]/.test(text[caret] ?? '')) left -= 1;
  if (tail === '') caret = text.length;
  return { before: text.slice(0, caret), after: text.slice(caret), country: of };
}

function phoneProblem(code: Problem['code'], data: Record<string, string> = {}): Problem {
  return { field: 'phone', code, data };
}

function parse({ country, number }: UserDraft['device']): Parsed | Problem {
  if (/[^\d\s+()/.-]/.test(number)) return phoneProblem('phone_not_a_number');
  const digits = significant(number);
  if (!digits.startsWith('+') && country === null) return phoneProblem('phone_country_required');
  const parsed = digits.startsWith('+')
    ? countryOfCode(digits.slice(1), country)
    : countryOfCode((codes.get(country ?? '') ?? '') + digits.replace(/^0/, ''), country);
  if (!parsed) return phoneProblem('phone_not_a_number');
  if (country !== null && parsed.country !== country) return phoneProblem('phone_other_country', { country: parsed.country });
  if (parsed.rest.length < 9) return phoneProblem('phone_too_short');
  if (parsed.rest.length > 11) return phoneProblem('phone_too_long');
  if (parsed.country === 'DE' && parsed.rest.startsWith('30')) return phoneProblem('phone_takes_no_sms', { kind: 'fixed_line' });
  return unserved(parsed.country) ? phoneProblem('phone_country_not_served', { country: parsed.country }) : parsed;
}

/** The organisation of the imitation sends nothing there. */
function unserved(country: string): boolean {
  return country === 'KP';
}

/** What is said of the device of a draft. */
export function checkDevice(world: World, device: UserDraft['device']): { phone: PhoneCheck | null; problems: Problem[] } {
  if (device.number.trim() === '') return { phone: null, problems: [] };
  const parsed = parse(device);
  if ('code' in parsed) return { phone: null, problems: [parsed] };
  const number = international(parsed);
  const confirmed = world.sendings.get(number)?.confirmed.has(device.draftId) ?? false;
  const problems = confirmed ? [] : [phoneProblem('phone_not_confirmed')];
  return { phone: { international: number, country: parsed.country, confirmed }, problems };
}

/** The device of a user who is created with a confirmed number. */
export function registered(world: World, device: UserDraft['device']): Device | null {
  const { phone } = checkDevice(world, device);
  return phone && { number: phone.international, confirmedAt: new Date().toISOString(), through: world.gateway };
}

function numberOf(device: UserDraft['device']): string {
  const parsed = parse(device);
  if ('code' in parsed) throw refusal('invalid', { fields: [parsed] });
  return international(parsed);
}

function later(code: 'code_too_soon' | 'too_many_codes' | 'number_locked', milliseconds: number) {
  return refusal(code, { retryable: true, data: { seconds: String(Math.ceil(milliseconds / 1000)) } });
}

function send(world: World, device: UserDraft['device']) {
  const number = numberOf(device);
  const now = Date.now();
  const known = world.sendings.get(number) ?? { sends: [], misses: 0, waitsFor: null, message: '', confirmed: new Set() };
  const recent = known.sends.filter((at) => now - at < 600_000);
  const [oldest] = recent;
  const newest = recent.at(-1) ?? 0;
  if (oldest !== undefined && recent.length >= 3) throw later('too_many_codes', 600_000 - (now - oldest));
  if (now - newest < 30_000) throw later('code_too_soon', 30_000 - (now - newest));
  const message = crypto.randomUUID();
  forget(world, known.message);
  const misses = known.misses < 5 ? known.misses : 0;
  world.sendings.set(number, { ...known, sends: [...recent, now], misses, waitsFor: device.draftId, message });
  const state = world.gateway === 'outbox' ? 'kept' : 'sent';
  const text = `${code} is your Frontdesk code. It is valid for 10 minutes.`;
  world.messages.unshift(phoneMessage({ id: message, kind: 'code', state, recipient: number }, text));
  world.emit('outbox-changed');
  return {
    ...{ number, messageId: message, secondsValid: 600, secondsToResend: 30, triesLeft: 5 - misses },
    ...{ gateway: world.gateway, uncertain: null },
  };
}

function forget(world: World, message: string): void {
  world.messages = world.messages.map((one) => (one.row.id === message ? { ...one, text: null } : one));
}

function confirm(world: World, device: UserDraft['device'], typed: string): null {
  const known = world.sendings.get(numberOf(device));
  if (known?.waitsFor !== device.draftId) throw refusal('code_missing');
  if (known.misses >= 5) throw refusal('code_ended');
  if (Date.now() - (known.sends.at(-1) ?? 0) > 600_000) throw refusal('code_expired');
  if (typed !== code) {
    known.misses += 1;
    if (known.misses >= 5) throw refusal('code_ended');
    throw refusal('code_wrong', { retryable: true, data: { left: String(5 - known.misses) } });
  }
  known.waitsFor = null;
  known.misses = 0;
  known.confirmed.add(device.draftId);
  forget(world, known.message);
  return null;
}

/** The commands of the 2FA device. */
export const phoneHandlers: Pick<Handlers, 'phone_countries' | 'format_phone' | 'send_code' | 'confirm_code'> = {
  phone_countries: (world) => ({
    countries: [...codes].map(
      ([id, own]): PhoneCountry => ({ id, callingCode: Number(own), example: examples[id] ?? '', served: !unserved(id) }),
    ),
    preselected: 'DE',
    gateway: world.gateway,
  }),
  format_phone: (_, { typed }) => format(typed),
  send_code: (world, { device }) => send(world, device),
  confirm_code: (world, { device, code: typed }) => confirm(world, device, typed),
};
