import type { CommandError, PasswordPreset, Settings } from '../bindings/ipc';
import { problemText } from '../words';
import { settingsWords as text } from '../words/en-settings';

/** Settings as typed. */
export interface SettingsForm {
  idleLockMinutes: string;
  clipboardClearSeconds: string;
  passwordPreset: PasswordPreset;
  leastPasswordScore: string;
  organisation: string;
}

/** What is wrong, by field. */
export type Faults = Partial<Record<Exclude<keyof SettingsForm, 'passwordPreset'>, string>>;

/** The fields that may be wrong, as they are shown from top to bottom. */
export const checkedFields = ['idleLockMinutes', 'clipboardClearSeconds', 'leastPasswordScore', 'organisation'] as const;

/** The fields by the least figure that they take: a refusal names its range, and that tells the field. */
const byLeast: Readonly<Record<string, keyof Faults | undefined>> = {
  '0': 'leastPasswordScore',
  '1': 'idleLockMinutes',
  '10': 'clipboardClearSeconds',
};

export function formOf(settings: Settings): SettingsForm {
  return {
    ...settings,
    idleLockMinutes: String(settings.idleLockMinutes),
    clipboardClearSeconds: String(settings.clipboardClearSeconds),
    leastPasswordScore: String(settings.leastPasswordScore),
  };
}

/** A number as people type it, or nothing. */
export function whole(typed: string): number | null {
  const trimmed = typed.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : null;
}

/** The settings, or nothing where a number is none: Rust checks the ranges. */
export function settingsOf(form: SettingsForm): Settings | null {
  const idleLockMinutes = whole(form.idleLockMinutes);
  const clipboardClearSeconds = whole(form.clipboardClearSeconds);
  if (idleLockMinutes === null || clipboardClearSeconds === null) return null;
  return { ...form, idleLockMinutes, clipboardClearSeconds, leastPasswordScore: Number(form.leastPasswordScore) };
}

/** What is no number, and what Rust has refused. */
export function faults(form: SettingsForm | undefined, refused: CommandError | undefined): Faults {
  const found: Faults = {};
  for (const problem of refused?.fields ?? []) {
    const field = byLeast[problem.data['min'] ?? ''] ?? 'organisation';
    found[field] ??= problemText(problem);
  }
  if (form && whole(form.idleLockMinutes) === null) found.idleLockMinutes = text.wholeNumber(1, 120);
  if (form && whole(form.clipboardClearSeconds) === null) found.clipboardClearSeconds = text.wholeNumber(10, 120);
  return found;
}
