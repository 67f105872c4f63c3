import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

// Explicit entries: the tree is src-main / src-renderer, not electron-vite's default src/main, src/preload, src/renderer.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Libraries of hundreds of small files: each thread would look for every one of them at each start.
      externalizeDeps: { exclude: ['kysely', 'stripe', 'valibot', 'csv-parse'] },
      rolldownOptions: {
        input: {
          main: 'src-main/main.ts',
          'mirror-worker': 'src-main/mirror/worker.ts',
          'look-worker': 'src-main/ledger/look-worker.ts',
          'backup-worker': 'src-main/ledger/backups/worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/preload/preload.ts', 'card-preload': 'src-main/preload/card-preload.ts' },
        // A sandboxed preload can require nothing but electron's own small set, and no file beside it: a test looks.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    publicDir: false,
    plugins: [vue()],
    build: {
      outDir: 'out/renderer',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
});
