// Keeps the headlines that come as push messages, the newest first.
const SHELF = "headlines";

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  event.waitUntil(keep(event.data.json().headline));
});

addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname === "/headlines") event.respondWith(read());
});

async function read() {
  const shelf = await caches.open(SHELF);
  return (await shelf.match("/headlines")) ?? Response.json([]);
}

async function keep(headline) {
  const shelf = await caches.open(SHELF);
  const headlines = await (await read()).json();
  await shelf.put("/headlines", Response.json([headline, ...headlines].slice(0, 10)));
}
