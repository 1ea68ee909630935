import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  // 'external': styles become a file. Injected ones would be refused by the window's content policy.
  compilerOptions: { runes: true, css: 'external' },
};
