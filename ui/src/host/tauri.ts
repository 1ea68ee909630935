/** The shell behind the window. The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Commands } from '../bindings/ipc';
import { asCommandError, type Host, type Platform } from './host';

function platform(): Platform {
  const agent = navigator.userAgent;
  if (agent.includes('Mac')) return 'macos';
  return agent.includes('Windows') ? 'windows' : 'linux';
}

/** Whether the page runs in the window, and not in a plain browser. */
export function inWindow(): boolean {
  return '__TAURI_INTERNALS__' in window;
}

/** The host of the window. */
export function tauriHost(): Host {
  return {
    platform: platform(),
    async call(command, args) {
      try {
        return await invoke<Commands[typeof command]['returns']>(command, args);
      } catch (thrown) {
        throw asCommandError(thrown);
      }
    },
    on(event, handler) {
      const stop = listen(event, handler);
      return () => void stop.then((unlisten) => unlisten());
    },
  };
}
