// Takes entries for the guest book at once, and delivers them when it can.
const OUTBOX = "outbox";

addEventListener("install", () => skipWaiting());

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && new URL(url).pathname === "/guests") event.respondWith(accept(event.request));
});

async function accept(request) {
  const outbox = await caches.open(OUTBOX);
  await outbox.put(`/outbox/${crypto.randomUUID()}`, new Response(await request.text()));
  await registration.sync.register("outbox");
  return new Response("It will be delivered.\n", { status: 202 });
}

addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(deliver());
});

async function deliver() {
  const outbox = await caches.open(OUTBOX);
  for (const entry of await outbox.keys()) {
    const text = await (await outbox.match(entry)).text();
    const response = await fetch("/book", { method: "POST", body: text });
    if (!response.ok) throw new Error(`the guest book answers ${response.status}`);
    await outbox.delete(entry);
  }
}
