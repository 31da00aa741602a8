// Pages come from the network, but through the worker, which may change them.
// With navigation preload the page is on its way before the worker is asked,
// so that starting the worker costs no time.

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    await registration.navigationPreload.enable();
    // The server sees this in Service-Worker-Navigation-Preload, and may answer
    // with less than the whole page.
    await registration.navigationPreload.setHeaderValue('example-1');
  })());
});

addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.searchParams.has('own')) {
    event.respondWith(new Response("the worker's own\n")); // the preload is given up
    return;
  }
  if (event.request.mode !== 'navigate') return;
  event.respondWith((async () => {
    const page = await event.preloadResponse;
    if (!page) return fetch(event.request); // not enabled yet
    if (url.searchParams.has('raw')) return page; // its body never passes through here
    const headers = new Headers(page.headers);
    headers.set('X-Served-By', 'preload');
    return new Response(page.body, {status: page.status, headers});
  })());
});
