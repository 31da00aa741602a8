// Builds every worker into dist/: one folder each, with its script as sw.js.
import {build} from 'esbuild';
import {cpSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {generateSW} from 'workbox-build';

rmSync('dist', {recursive: true, force: true});
const common = {bundle: true, target: 'es2022', charset: 'utf8', logLevel: 'warning', jsx: 'automatic', jsxImportSource: 'hono/jsx', define: {'process.env.NODE_ENV': '"production"'}};
const classic = (name, source) => build({...common, entryPoints: [source], format: 'iife', outfile: `dist/${name}/sw.js`, minify: true});

await classic('hono', 'workers/hono.tsx');
await classic('itty', 'workers/itty.ts');
await classic('workbox-parts', 'workers/workbox-parts.js');
await build({...common, entryPoints: ['workers/typescript.ts'], format: 'esm', outfile: 'dist/typescript/sw.js', minify: true});
cpSync('modules', 'dist/modules', {recursive: true});
cpSync('site', 'dist/workbox', {recursive: true});
cpSync('site', 'dist/workbox-parts', {recursive: true});

// As a build tool would call it; and once more in one file, for the benchmark.
const generate = (folder, options) => generateSW({
	globDirectory: 'dist/workbox', globPatterns: ['**/*.{html,css,txt}'], swDest: `${folder}/sw.js`, mode: 'production', sourcemap: false,
	skipWaiting: true, clientsClaim: true, navigateFallback: 'index.html', navigateFallbackDenylist: [/\.json$/],
	runtimeCaching: [{urlPattern: /\/api\//, handler: 'NetworkFirst', options: {cacheName: 'api', networkTimeoutSeconds: 3}}],
	...options,
});
mkdirSync('dist/workbox-inline', {recursive: true});
await generate('dist/workbox-inline', {inlineWorkboxRuntime: true});
await generate('dist/workbox', {});
cpSync('site', 'dist/workbox-offline', {recursive: true});
await generate('dist/workbox-offline', {
	globDirectory: 'dist/workbox-offline',
	runtimeCaching: [{urlPattern: /\/api\//, handler: 'CacheFirst', options: {cacheName: 'api', expiration: {maxEntries: 2, maxAgeSeconds: 3600}}}],
});

mkdirSync('dist/msw', {recursive: true});
cpSync('node_modules/msw/lib/mockServiceWorker.js', 'dist/msw/sw.js');
mkdirSync('dist/sw-toolbox', {recursive: true});
cpSync('node_modules/sw-toolbox/sw-toolbox.js', 'dist/sw-toolbox/sw-toolbox.js');
cpSync('workers/sw-toolbox.js', 'dist/sw-toolbox/sw.js');

// Every package answers with what it did, and with 500 when that was not as wanted.
for (const file of readdirSync('packages')) {
	const name = file.replace('.js', '');
	await build({...common, stdin: {contents: `
		import {run, want} from './packages/${file}';
		addEventListener('fetch', (event) => event.respondWith((async () => {
			try {
				const got = JSON.stringify(await run());
				return new Response(got, {status: got === JSON.stringify(want) ? 200 : 500});
			} catch (e) { return new Response(e.stack, {status: 500}); }
		})()));`, resolveDir: '.'}, format: 'iife', outfile: `dist/packages/${name}/sw.js`});
}
