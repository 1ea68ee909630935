import { mount } from 'svelte';
import App from './app/App.svelte';
import './design/tokens.css';
import './design/base.css';
import './form/field.css';
import type { Host } from './host/host';
import { inWindow, tauriHost } from './host/tauri';

/** The window's host; in a plain browser, and only while developing, the imitation in memory. */
async function chooseHost(): Promise<Host> {
  if (import.meta.env.DEV && !inWindow()) {
    const { memoryHost, memoryOptions } = await import('./host/memory');
    return memoryHost(memoryOptions(new URLSearchParams(location.search)));
  }
  return tauriHost();
}

const target = document.getElementById('app');
if (target) mount(App, { target, props: { host: await chooseHost() } });
