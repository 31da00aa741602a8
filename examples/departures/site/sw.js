// The shell of the site comes from a cache, filled at install, one per version. The
// board comes from the network, and from the last copy when there is none.
const VERSION = 'v1';
const SHELL = ['/', '/style.css', '/app.js'];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(`shell-${VERSION}`).then((cache) => cache.addAll(SHELL)));
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('shell-') && name !== `shell-${VERSION}`) await caches.delete(name);
    }
    await clients.claim();
  })());
});

addEventListener('message', (event) => {
  if (event.data === 'take over') skipWaiting();
});

addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname.startsWith('/api/')) event.respondWith(networkFirst(event));
  else if (SHELL.includes(pathname)) event.respondWith(shell(event.request));
});

async function shell(request) {
  return await caches.match(request, { cacheName: `shell-${VERSION}` }) ?? fetch(request);
}

async function networkFirst(event) {
  const cache = await caches.open('board');
  try {
    const live = await fetch(event.request);
    const headers = new Headers(live.headers);
    headers.set('X-Copy-Of', new Date().toISOString());
    const copy = new Response(live.clone().body, { status: live.status, headers });
    if (live.ok) event.waitUntil(cache.put(event.request, copy));
    return live;
  } catch (offline) {
    const copy = await cache.match(event.request);
    return copy ?? Response.json({ notice: 'No connection', departures: [] });
  }
}
