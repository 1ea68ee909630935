/** The pages of the window, in the order of the sidebar. */
export const pages = ['users', 'roles', 'outbox', 'activity', 'settings'] as const;

/** One of the pages. */
export type Page = (typeof pages)[number];

/** The permissions of which any shows the page; none are needed for an empty list. */
const shownBy: Record<Page, readonly string[]> = {
  users: ['users.view'],
  roles: ['roles.view'],
  outbox: ['outbox.view'],
  activity: ['activity.view'],
  settings: [],
};

/** The pages to show to an operator. Rust checks every command again. */
export function pagesFor(permissions: readonly string[]): Page[] {
  return pages.filter((page) => {
    const any = shownBy[page];
    return any.length === 0 || any.some((permission) => permissions.includes(permission));
  });
}
