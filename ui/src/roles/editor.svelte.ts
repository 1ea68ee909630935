import type { CommandError, Field, Problem, Role, RoleForm } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { rolesWords } from '../words/en-roles';

/** What is being done: a new role, a copy of one, or a change to one. */
export type Task =
  | { readonly kind: 'create' }
  | { readonly kind: 'clone' | 'edit'; readonly role: Role };

/** A role as typed, and what Rust said about it. */
export class RoleDraft {
  name = $state('');
  description = $state('');
  roles = $state.raw<readonly string[]>([]);
  permissions = $state.raw<readonly string[]>([]);
  busy = $state(false);
  failure = $state.raw<CommandError | null>(null);
  #problems = $state.raw<readonly Problem[]>([]);
  readonly #host: Host;
  readonly #id: string | null;
  readonly #before: string;

  constructor(host: Host, task: Task) {
    this.#host = host;
    this.#id = task.kind === 'edit' ? task.role.id : null;
    if (task.kind !== 'create') {
      const { name, description, roles, permissions } = task.role;
      this.name = task.kind === 'clone' ? rolesWords.cloneName(name) : name;
      this.description = description;
      this.roles = roles;
      this.permissions = permissions;
    }
    this.#before = JSON.stringify(this.#form());
  }

  /** Whether something would be lost. */
  get typed(): boolean {
    return JSON.stringify(this.#form()) !== this.#before;
  }

  /** What was wrong with a field at the last try, until it is changed. */
  problem(field: Field): Problem | undefined {
    return this.#problems.find((problem) => problem.field === field);
  }

  /** A field has another value: what was wrong with it may no longer be. */
  changed(field: Field): void {
    this.#problems = this.#problems.filter((problem) => problem.field !== field);
    this.failure = null;
  }

  #form(): RoleForm {
    return {
      id: this.#id,
      name: this.name,
      description: this.description,
      roles: [...this.roles],
      permissions: [...this.permissions],
    };
  }

  /** Saves the role. Nothing comes back where it was refused; then the first field to look at is in `first`. */
  async save(): Promise<Role | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = null;
    try {
      return await this.#host.call('save_role', { form: this.#form() });
    } catch (thrown) {
      const error = asCommandError(thrown);
      this.#problems = error.fields;
      if (error.code !== 'invalid' || error.fields.length === 0) this.failure = error;
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /** The first field that was refused. */
  get first(): Field | undefined {
    return this.#problems[0]?.field;
  }
}
