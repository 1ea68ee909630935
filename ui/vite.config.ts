import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** The web views that Tauri runs on: WebView2, WKWebView of macOS 13, WebKitGTK 2.40. */
const webViews = ['es2022', 'safari16.4'];

export default defineConfig({
  plugins: [svelte()],
  // Under vitest the browser build of Svelte is the one to test.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  clearScreen: false,
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  build: {
    target: webViews,
    // The content policy of the window has no `data:`, so every asset stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/host/test-setup.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
