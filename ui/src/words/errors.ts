import type { CommandError } from '../bindings/ipc';
import { errors } from './en-errors';
import { problemText } from './problems';

/** A failure in words: what happened, and what to do about it. */
export interface ErrorText {
  title: string;
  body: string;
}

/** A failed command in words. For `invalid` the body names the first problem; forms show all beside their fields. */
export function errorText(error: CommandError): ErrorText {
  const text = errors[error.code](error.data);
  const first = error.fields[0];
  return error.code === 'invalid' && first ? { title: text.title, body: problemText(first) } : text;
}
