import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const BASE = '/static/dist/';
const WORKER = 'sw.js';
const PHONE = 'pwa/src/main.tsx';
const CONSOLE = 'pwa/src/console/console.ts';

type Bundle = Parameters<Extract<Plugin['generateBundle'], (...args: never[]) => unknown>>[1];
type Chunk = Extract<Bundle[string], { type: 'chunk' }>;

/** What the phone needs: the files that its entry reaches, by import, on demand or by style. */
function filesOfPhone(bundle: Bundle): string[] {
  const wanted = new Set<string>();
  const visit = (name: string) => {
    const file = bundle[name];
    if (!file || wanted.has(name)) return;
    wanted.add(name);
    if (file.type === 'chunk') for (const next of neighbours(file)) visit(next);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.facadeModuleId?.endsWith(PHONE)) visit(file.fileName);
  }
  return [...wanted].filter(isKeptOffline).sort();
}

function neighbours(chunk: Chunk): string[] {
  const { importedCss, importedAssets } = chunk.viteMetadata ?? {};
  return [
    ...chunk.imports,
    ...chunk.dynamicImports,
    ...(importedCss ?? []),
    ...(importedAssets ?? []),
  ];
}

/** Of the typeface, the Latin letters only: the others are fetched when a text asks for them. */
function isKeptOffline(name: string): boolean {
  return !/-(cyrillic|greek|vietnamese)/.test(name) && !/latin-ext/.test(name);
}

/** Tell the service worker which files make up this version of the app. */
function serviceWorkerFiles(): Plugin {
  return {
    name: 'service-worker-files',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle[WORKER];
      if (worker?.type !== 'chunk') return this.error(`${WORKER} is missing`);
      if (worker.imports.length > 0) return this.error(`${WORKER} must be one file: no imports`);
      const files = filesOfPhone(bundle);
      const version = createHash('sha256')
        .update(JSON.stringify([files, worker.code]))
        .digest('hex')
        .slice(0, 12);
      const build = JSON.stringify({ version, files: files.map((name) => BASE + name) });
      worker.code = worker.code.replaceAll('__BUILD__', () => build);
    },
  };
}

export default defineConfig({
  base: BASE,
  publicDir: false,
  cacheDir: 'node_modules/.cache/vite',
  plugins: [serviceWorkerFiles()],
  build: {
    outDir: 'pwa/static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: false,
    target: 'es2022',
    assetsInlineLimit: 0, // The security policy of the pages allows no data: fonts.
    rollupOptions: {
      checks: { eval: false }, // htmx holds one; the security policy of the pages refuses it.
      input: { main: PHONE, console: CONSOLE, sw: 'pwa/src/sw/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? WORKER : '[name]-[hash].js'),
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
  test: {
    include: ['pwa/tests/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    restoreMocks: true,
  },
});
