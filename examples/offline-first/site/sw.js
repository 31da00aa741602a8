// Precaches the site when it is installed; from then on the network comes
// first, and the copy answers when the network cannot.
const CACHE = "site-v1";
const PAGES = ["/", "/menu.html", "/style.css"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PAGES)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches());
});

addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(networkFirst(event.request));
});

async function networkFirst(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (offline) {
    const copy = await cache.match(request);
    if (!copy) throw offline;
    const headers = new Headers(copy.headers);
    headers.set("X-Served-From", "cache");
    return new Response(copy.body, { status: copy.status, headers });
  }
}

async function dropOldCaches() {
  for (const name of await caches.keys()) {
    if (name !== CACHE) await caches.delete(name);
  }
}
