import type { Field, Problem } from '../bindings/ipc';
import { fields, problems } from './en-problems';

/** What is wrong with a field, in a sentence that says what to do. */
export function problemText(problem: Problem): string {
  return problems[problem.code](problem.data, problem.field);
}

/** The name of a field as its label has it. */
export function fieldName(field: Field): string {
  return fields[field];
}
