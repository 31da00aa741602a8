// Workbox's parts, imported rather than generated.
import {CacheableResponsePlugin} from 'workbox-cacheable-response';
import {precacheAndRoute} from 'workbox-precaching';
import {registerRoute, setCatchHandler, setDefaultHandler} from 'workbox-routing';
import {CacheFirst, NetworkFirst, StaleWhileRevalidate} from 'workbox-strategies';

precacheAndRoute([{url: '/workbox-parts/precached.txt', revision: '1'}]);
registerRoute(({url}) => url.pathname.endsWith('/first.txt'), new CacheFirst({cacheName: 'first', plugins: [new CacheableResponsePlugin({statuses: [200]})]}));
registerRoute(/\/stale\.txt$/, new StaleWhileRevalidate({cacheName: 'stale'}));
registerRoute(({url}) => url.pathname.endsWith('/computed'), async ({request, url}) => new Response(`computed ${url.search} ${request.method}`));
setDefaultHandler(new NetworkFirst({cacheName: 'default'}));
setCatchHandler(async () => new Response('offline', {status: 503}));
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
