import type { Commands, PasswordRating, PasswordRule, Weakness } from '../../bindings/ipc';
import type { Handlers } from './world';

type Form = Commands['rate_password']['args']['form'];

const common = ['password', 'p@ssw0rd', 'letmein', 'qwerty', '12345678', 'welcome1', 'password1!'];
const symbols = '# @ _ ! $';
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const wordList = [
  'violet',
  'kettle',
  'moraine',
  'lantern',
  'pickle',
  'harbour',
  'tundra',
  'cobalt',
  'ribbon',
  'walnut',
];

function personal(form: Form): string | undefined {
  const folded = form.password.toLowerCase();
  const parts = [form.firstName, form.lastName, form.email.split('@')[0] ?? ''].map((part) => part.toLowerCase());
  return parts.find((part) => part.length >= 4 && folded.includes(part));
}

/** A rough score, not zxcvbn: by length and kinds of characters. */
function score(form: Form): number {
  const { password } = form;
  if (password.length < 6 || common.includes(password.toLowerCase())) return 0;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  const distinct = new Set(password).size;
  return Math.max(0, Math.min(4, Math.floor((distinct + kinds * 2) / 4) - (personal(form) ? 2 : 0)));
}

/** Rates as the real rules do in kind, though not to the letter. */
export function rate(form: Form): PasswordRating {
  const { password } = form;
  const empty = password === '';
  const points = score(form);
  const line = (rule: PasswordRule, met: boolean, data: Record<string, string> = {}) => ({ rule, met, data });
  const weaknesses: Weakness[] = [];
  if (personal(form)) weaknesses.push('personal');
  if (common.includes(password.toLowerCase())) weaknesses.push('top_hundred');
  else if (/(.)\1\1/.test(password)) weaknesses.push('repeats');
  else if (points < 2) weaknesses.push('single_word');
  const characters = [...password.normalize('NFC')].length;
  return {
    score: points,
    rules: [
      line('length', characters >= 8 && characters <= 128, { min: '8', max: '128' }),
      line('uppercase', /\p{Lu}/u.test(password)),
      line('digit', /[0-9]/.test(password)),
      line('symbol', /[#@_!$]/.test(password), { symbols }),
      line('not_common', !empty && !common.includes(password.toLowerCase())),
      line('not_personal', !empty && !personal(form)),
      line('strength', points >= 2, { required: '2' }),
    ],
    weaknesses: empty ? [] : weaknesses,
  };
}

function pick<T>(from: ArrayLike<T>, count: number): T[] {
  const random = crypto.getRandomValues(new Uint32Array(count));
  return Array.from(random, (figure) => from[figure % from.length] as T);
}

/** The three commands about passwords. */
export const passwordHandlers: Pick<Handlers, 'rate_password' | 'generate_password' | 'copy_password'> = {
  rate_password: (_, { form }) => rate(form),
  generate_password: (_, { options }) => {
    if (options.shape === 'words') {
      const chosen = pick(wordList, options.words);
      return `${chosen.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('-')}_7`;
    }
    return `${pick(letters, options.length - 4).join('')}A7_${pick('#@_!$', 1).join('')}`;
  },
  copy_password: (world) => {
    const after = world.settings.clipboardClearSeconds;
    setTimeout(() => world.emit('clipboard-cleared'), after * 1000);
    return { clearedAfterSeconds: after, keptOutOfHistory: true };
  },
};
