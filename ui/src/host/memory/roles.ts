import type { Problem, RoleForm } from '../../bindings/ipc';
import { completeRoles, permissionList, permissionsOf } from './catalogue';
import { copy, refusal, type Handlers, type World } from './world';

function holders(world: World, id: string): number {
  return world.people.filter((person) => person.roles.includes(id)).length;
}

function refresh(world: World): void {
  world.roles = completeRoles(world.roles, world.permissions, (id) => holders(world, id));
}

function problems(world: World, form: RoleForm): Problem[] {
  const name = form.name.trim();
  const found: Problem[] = [];
  const same = world.roles.some((role) => role.id !== form.id && role.name.toLowerCase() === name.toLowerCase());
  if (name === '') found.push({ field: 'role_name', code: 'required', data: {} });
  else if ([...name].length > 60) found.push({ field: 'role_name', code: 'too_long', data: { max: '60' } });
  else if (same) found.push({ field: 'role_name', code: 'name_taken', data: {} });
  if ([...form.description].length > 300) {
    found.push({ field: 'role_description', code: 'too_long', data: { max: '300' } });
  }
  const inside = (id: string): string[] => {
    const role = world.roles.find((candidate) => candidate.id === id);
    return [id, ...(role?.roles.flatMap(inside) ?? [])];
  };
  const own = form.id;
  if (own !== null && form.roles.flatMap(inside).includes(own)) {
    found.push({ field: 'role_contents', code: 'role_loop', data: { role: own } });
  }
  return found;
}

/** The commands of the Roles page and of the preview. */
export const roleHandlers: Pick<
  Handlers,
  'list_roles' | 'preview_grants' | 'role_holders' | 'permission_holders' | 'save_role' | 'delete_role'
> = {
  list_roles: (world) => {
    refresh(world);
    return { roles: copy(world.roles), permissions: permissionList(world.permissions) };
  },
  preview_grants: (world, { roles, permissions }) => {
    const granting = (permission: string) =>
      roles.filter((role) => permissionsOf(world.roles, role).includes(permission));
    return permissionList(world.permissions)
      .map(({ id }) => ({ permission: id, roles: granting(id), single: permissions.includes(id) }))
      .filter((grant) => grant.single || grant.roles.length > 0);
  },
  role_holders: (world, { id }) =>
    world.people
      .filter((person) => person.roles.includes(id))
      .slice(0, 200)
      .map(({ id: user, email, firstName, lastName }) => ({ id: user, email, firstName, lastName })),
  permission_holders: (world, { id }) =>
    world.people
      .filter(({ roles, permissions }) => {
        return permissions.includes(id) || roles.some((role) => permissionsOf(world.roles, role).includes(id));
      })
      .slice(0, 200)
      .map(({ id: user, email, firstName, lastName }) => ({ id: user, email, firstName, lastName })),
  save_role: (world, { form }) => {
    const before = world.roles.find((role) => role.id === form.id);
    if (before?.builtIn) throw refusal('role_built_in');
    if (form.id !== null && !before) throw refusal('not_found');
    const fields = problems(world, form);
    if (fields.length > 0) throw refusal('invalid', { fields });
    const id = form.id ?? crypto.randomUUID();
    const contents = { roles: copy(form.roles), permissions: copy(form.permissions) };
    const role = {
      ...contents,
      id,
      name: form.name.trim(),
      description: form.description.trim(),
      builtIn: false,
      allPermissions: [],
      assignable: true,
      administrative: false,
      holders: 0,
    };
    world.roles = [...world.roles.filter((other) => other.id !== id), role];
    refresh(world);
    return copy(world.roles.find((other) => other.id === id) ?? role);
  },
  delete_role: (world, { id }) => {
    const role = world.roles.find((candidate) => candidate.id === id);
    if (!role) throw refusal('not_found');
    if (role.builtIn) throw refusal('role_built_in');
    const users = holders(world, id) + world.roles.filter((other) => other.roles.includes(id)).length;
    if (users > 0) throw refusal('role_in_use', { data: { holders: String(users) } });
    world.roles = world.roles.filter((other) => other.id !== id);
    return null;
  },
};
