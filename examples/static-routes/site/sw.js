// Static routes say at install which requests need no worker. The loader
// evaluates them by itself: such a request costs what it would outside any scope.

addEventListener('install', (event) => {
  event.addRoutes([
    // Never the worker's business.
    {condition: {urlPattern: '/assets/*'}, source: 'network'},
    {condition: {not: {or: [{requestMethod: 'GET'}, {requestMethod: 'POST'}]}}, source: 'network'},
    // Straight from the cache, from the network when it is not there.
    {condition: {urlPattern: '/offline/*'}, source: {cacheName: 'v1'}},
    // Whoever is first: a worker that has to be started does not hold the page up.
    {condition: {urlPattern: '/news', requestMethod: 'GET'}, source: 'race-network-and-fetch-handler'},
  ]);
  event.waitUntil((async () => {
    const cache = await caches.open('v1');
    await cache.put('/offline/hours', new Response('open all night\n', {headers: {'X-From': 'cache'}}));
  })());
});

addEventListener('fetch', (event) => {
  const {pathname} = new URL(event.request.url);
  if (pathname === '/news') {
    // Slower than any network; ends when the network has won.
    const {signal} = event.request;
    event.respondWith(new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))));
    return;
  }
  event.respondWith(new Response(`the worker answers ${event.request.method} ${pathname}\n`));
});
