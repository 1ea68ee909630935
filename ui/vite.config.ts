import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The web views that Tauri runs on: WebView2, WKWebView of macOS 13, WebKitGTK 2.40. */
const webViews = ['es2022', 'safari16.4'];

/** The flags of countries as plain files, `/flags/DE.svg`: they cost no script, and the content policy takes them. */
function flags(): Plugin {
  const from = new URL('./node_modules/country-flag-icons/', import.meta.url);
  const files = new Map(
    readdirSync(new URL('3x2/', from))
      .filter((name) => /^[A-Z]{2}\.svg$/.test(name))
      .map((name) => [`flags/${name}`, new URL(`3x2/${name}`, from)]),
  );
  files.set('flags/LICENSE.txt', new URL('LICENSE', from));
  return {
    name: 'flags',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.get((request.url ?? '').slice(1));
        if (!file) return next();
        response.setHeader('Content-Type', 'image/svg+xml');
        response.end(readFileSync(file));
      });
    },
    generateBundle() {
      for (const [fileName, file] of files) this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
    },
  };
}

export default defineConfig({
  plugins: [
    // Short names of classes: two hundred components bear one each.
    svelte({ compilerOptions: { discloseVersion: false, cssHash: ({ hash, css }) => `s${hash(css).slice(0, 4)}` } }),
    flags(),
  ],
  resolve: {
    alias: { '../Icon.svelte': fileURLToPath(new URL('./src/design/Icon.svelte', import.meta.url)) },
    // Under vitest the browser build of Svelte is the one to test.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  server: { host: '127.0.0.1', port: 5173, strictPort: true },
  build: {
    target: webViews,
    // The content policy of the window has no `data:`, so every asset stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Scripts are loaded when they are asked for; styles are few, and a view that gets them late would jump.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // What several views share is one script, and no shower of small ones: each of them packs badly by itself.
        codeSplitting: {
          groups: [{ name: 'shared', test: /node_modules|\/src\/(form|design|host|words)\//, minShareCount: 3 }],
        },
      },
    },
    // Slower than Vite's own, and lighter once it is packed: the options are those that pack best.
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3, inline: 1, sequences: false } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/host/test-setup.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
    // Otherwise one core is left alone, which of two is half of them.
    maxWorkers: '100%',
  },
});
