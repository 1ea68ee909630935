import type { DeletedCharacter, FormattedPhone, TypedPhone } from '../../bindings/ipc';
import type { Host } from '../../host/host';
import { Newest } from '../newest';

const deletions: Readonly<Record<string, DeletedCharacter | undefined>> = {
  deleteContentBackward: 'backward',
  deleteContentForward: 'forward',
};

/** Steps back that are kept. */
const mostSteps = 100;

interface Edit {
  readonly previous: string;
  /** Nothing was selected, so that a deletion took one character. */
  readonly collapsed: boolean;
}

interface State {
  readonly text: string;
  readonly caret: number;
}

/** What stood in the field. A browser forgets it each time that a program sets the text. */
class History {
  #states: State[] = [{ text: '', caret: 0 }];
  #at = 0;

  /** A state after an edit. */
  add(state: State): void {
    this.#states = [...this.#states.slice(0, this.#at + 1), state].slice(-mostSteps);
    this.#at = this.#states.length - 1;
  }

  /** The last edit, grouped. */
  replace(state: State): void {
    this.#states[this.#at] = state;
  }

  /** The state so many steps away; null where there is none. */
  go(steps: number): State | null {
    const state = this.#states[this.#at + steps];
    if (state) this.#at += steps;
    return state ?? null;
  }
}

/**
 * Has Rust group a number while it is typed. The answer comes later: it is applied only to the very text and caret that
 * it was asked for, so it never overtakes a hand.
 */
export class NumberTyping {
  readonly #host: Host;
  readonly #newest = new Newest();
  readonly #history = new History();
  #edit: Edit = { previous: '', collapsed: false };

  /** `number` is what stands in the field at first. */
  constructor(host: Host, number: string) {
    this.#host = host;
    this.#history.replace({ text: number, caret: number.length });
  }

  /** An edit is about to happen. */
  before(field: HTMLInputElement): void {
    this.#edit = { previous: field.value, collapsed: field.selectionStart === field.selectionEnd };
  }

  /** An edit has happened. The grouped number comes back, or null where the text has to stay. */
  async after(field: HTMLInputElement, inputType: string, country: string | null): Promise<FormattedPhone | null> {
    const { previous, collapsed } = this.#edit;
    this.#edit = { previous: field.value, collapsed: false };
    const caret = field.selectionStart ?? field.value.length;
    this.#history.add({ text: field.value, caret });
    if (field.value === '') {
      this.#newest.forget();
      return null;
    }
    return this.#group(field, {
      country,
      before: field.value.slice(0, caret),
      after: field.value.slice(caret),
      deleted: collapsed ? (deletions[inputType] ?? null) : null,
      previous,
    });
  }

  /** Takes edits back, or does them again. The text stays as it stood then. */
  step(field: HTMLInputElement, steps: -1 | 1): void {
    const state = this.#history.go(steps);
    if (!state) return;
    this.#newest.forget();
    field.value = state.text;
    field.setSelectionRange(state.caret, state.caret);
  }

  /** Groups a number that nobody is typing in, as after another country was chosen. */
  whole(field: HTMLInputElement, country: string | null): Promise<FormattedPhone | null> {
    const { value } = field;
    return this.#group(field, { country, before: value, after: '', deleted: null, previous: value });
  }

  async #group(field: HTMLInputElement, typed: TypedPhone): Promise<FormattedPhone | null> {
    const wanted = this.#newest.ask();
    const hadFocus = document.activeElement === field;
    let grouped: FormattedPhone;
    try {
      grouped = await this.#host.call('format_phone', { typed });
    } catch {
      // The text stays as it was typed; whether it is a number, the check of the form says.
      return null;
    }
    // A field that is gone belongs to a draft that may be gone too.
    if (!wanted() || !field.isConnected || field.value !== typed.before + typed.after) return null;
    const focused = document.activeElement === field;
    const moved = field.selectionStart !== typed.before.length || field.selectionEnd !== typed.before.length;
    if (hadFocus && focused && moved) return null;
    const text = grouped.before + grouped.after;
    if (text !== field.value) field.value = text;
    if (focused) field.setSelectionRange(grouped.before.length, grouped.before.length);
    this.#edit = { previous: text, collapsed: false };
    this.#history.replace({ text, caret: grouped.before.length });
    return grouped;
  }
}
