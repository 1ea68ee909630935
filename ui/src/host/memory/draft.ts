import type { CreatedUser, DraftCheck, Field, OwnerForm, Problem, ProblemCode, TabState, UserDraft } from '../../bindings/ipc';
import { copy, refusal, type Handlers, type Person, type World } from './world';
import { permissionsOf } from './catalogue';
import { confirmation } from './outbox';
import { rate } from './passwords';
import { checkDevice, registered } from './phone';

type General = Pick<OwnerForm, 'firstName' | 'lastName' | 'email' | 'password' | 'confirmPassword'>;

const forbidden = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u;
const codeOfRule = {
  length: 'password_too_short',
  uppercase: 'password_needs_uppercase',
  digit: 'password_needs_digit',
  symbol: 'password_needs_symbol',
  not_common: 'password_common',
  not_personal: 'password_contains',
  strength: 'password_weak',
} as const satisfies Record<string, ProblemCode>;

function problem(field: Field, code: ProblemCode, data: Record<string, string> = {}): Problem {
  return { field, code, data };
}

function nameProblem(field: Field, name: string): Problem[] {
  const character = forbidden.exec(name)?.[0];
  if (name.trim() === '') return [problem(field, 'required')];
  if ([...name.trim()].length > 100) return [problem(field, 'too_long', { max: '100' })];
  if (character === undefined) return [];
  const point = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return [problem(field, 'forbidden_character', { character: `U+${point}` })];
}

function emailProblem(email: string): Problem[] {
  const [local, domain, ...more] = email.trim().split('@');
  const of = (code: ProblemCode, data: Record<string, string> = {}) => [problem('email', code, data)];
  if (email.trim() === '') return of('required');
  if (local === undefined || domain === undefined || more.length > 0) return of('email_needs_at');
  if (local === '') return of('email_local_empty');
  if (local.length > 64) return of('email_local_too_long', { max: '64' });
  if (/^\.|\.$|\.\./.test(local)) return of('email_dots');
  const odd = /[\s"(),:;<>[\\\]]/.exec(local)?.[0];
  if (odd !== undefined) return of('email_local_character', { character: odd });
  if (!domain.includes('.')) return of('email_domain_needs_dot');
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(domain) ? [] : of('email_domain_invalid');
}

function passwordProblems(form: General): Problem[] {
  if (form.password === '') return [problem('password', 'required')];
  const unmet = rate(form).rules.filter((state) => !state.met);
  return unmet.map(({ rule, data }) => problem('password', codeOfRule[rule], data));
}

/** All that is wrong with a password of one's own. */
export function ownPasswordProblems(form: General): Problem[] {
  return [...passwordProblems(form), ...repeated('confirm_password', form.password, form.confirmPassword)];
}

function repeated(field: Field, secret: string, again: string): Problem[] {
  if (again === '') return [problem(field, 'required')];
  return secret.normalize('NFC') === again.normalize('NFC') ? [] : [problem(field, 'mismatch')];
}

function generalProblems(form: General): Problem[] {
  return [
    ...nameProblem('first_name', form.firstName),
    ...nameProblem('last_name', form.lastName),
    ...emailProblem(form.email),
    ...ownPasswordProblems(form),
  ];
}

/** All that is wrong with the owner's form. */
export function ownerProblems(form: OwnerForm): Problem[] {
  const problems = generalProblems(form);
  if (form.passphrase === null) return problems;
  if (form.passphrase === '') problems.push(problem('passphrase', 'required'));
  else if (form.passphrase.length < 15) problems.push(problem('passphrase', 'password_too_short', { min: '15' }));
  return [...problems, ...repeated('confirm_passphrase', form.passphrase, form.confirmPassphrase ?? '')];
}

function find(world: World, email: string): Person | undefined {
  const folded = email.trim().toLowerCase();
  return world.people.find((person) => person.email.toLowerCase() === folded);
}

function roleProblems(world: World, draft: UserDraft): Problem[] {
  if (draft.roles.length === 0) return [problem('roles', 'role_required')];
  const granted = draft.roles.flatMap((id) => permissionsOf(world.roles, id)).concat(draft.permissions);
  const beyond = [...new Set(granted)].filter((id) => !world.permissions.includes(id));
  return beyond.length > 0 ? [problem('roles', 'exceeds_own_rights', { permissions: beyond.join(',') })] : [];
}

function tab(touched: boolean, problems: readonly Problem[]): TabState {
  if (!touched) return 'untouched';
  return problems.length > 0 ? 'problem' : 'complete';
}

/** The one answer about a draft. */
export function checkDraft(world: World, draft: UserDraft): DraftCheck {
  const general = generalProblems(draft);
  const taken = draft.takenEmail?.toLowerCase() === draft.email.trim().toLowerCase();
  if (taken && draft.email.trim() !== '') general.push(problem('email', 'email_taken'));
  const roles = roleProblems(world, draft);
  const device = checkDevice(world, draft.device);
  const typed = [draft.firstName, draft.lastName, draft.email, draft.password, draft.confirmPassword].join('') !== '';
  return {
    ready: general.length + device.problems.length + roles.length === 0,
    general: tab(typed, general),
    device: tab(draft.device.number.trim() !== '', device.problems),
    roles: tab(draft.roles.length + draft.permissions.length > 0, roles),
    phone: device.phone,
    problems: [...general, ...device.problems, ...roles],
  };
}

function createUser(world: World, draft: UserDraft, requestId: string): CreatedUser {
  const before = world.requests.get(requestId);
  const made = world.people.find((person) => person.id === before);
  if (made) return { id: made.id, email: made.email, earlier: true };
  const check = checkDraft(world, draft);
  const problems = find(world, draft.email) ? [problem('email', 'email_taken')] : check.problems;
  if (problems.length > 0) throw refusal('invalid', { fields: problems });
  const now = new Date().toISOString();
  const person: Person = {
    id: crypto.randomUUID(),
    email: draft.email.trim(),
    firstName: draft.firstName.trim().normalize('NFC'),
    lastName: draft.lastName.trim().normalize('NFC'),
    roles: copy(draft.roles),
    permissions: copy(draft.permissions),
    confirmed: false,
    confirmedAt: null,
    enabled: true,
    device: draft.device.number.trim() !== '',
    registered: registered(world, draft.device),
    createdAt: now,
    lastSignInAt: null,
    signInLocked: false,
  };
  const [operator] = world.people;
  world.people.unshift(person);
  world.requests.set(requestId, person.id);
  const { id, email } = person;
  world.messages.unshift(confirmation(person, operator));
  world.emit('users-changed');
  return { id, email, earlier: false };
}

/** The commands of the wizard. */
export const draftHandlers: Pick<Handlers, 'check_draft' | 'check_email' | 'create_user'> = {
  check_draft: (world, { draft }) => checkDraft(world, draft),
  check_email: (world, { email }) => {
    const fields = emailProblem(email);
    if (fields.length > 0) throw refusal('invalid', { fields });
    if (find(world, email)) return { answer: 'taken' };
    const alike = find(world, email.replaceAll('1', 'l').replaceAll('0', 'o'));
    return alike ? { answer: 'looks_like', existing: alike.email } : { answer: 'available' };
  },
  create_user: (world, { draft, requestId }) => createUser(world, draft, requestId),
};
