import type { Platform } from '../host/host';

/** What the shortcuts of the window do. */
export interface ShortcutActions {
  newUser: () => void;
  search: () => void;
  lock: () => void;
}

/** The action of Ctrl+N, F and L, on macOS of Cmd; none for every other key. */
export function shortcutOf(event: KeyboardEvent, platform: Platform): keyof ShortcutActions | undefined {
  const held = platform === 'macos' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!held || event.altKey || event.shiftKey) return undefined;
  switch (event.key.toLowerCase()) {
    case 'n':
      return 'newUser';
    case 'f':
      return 'search';
    case 'l':
      return 'lock';
    default:
      return undefined;
  }
}
