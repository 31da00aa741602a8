// Answers every request inside its scope, whoever makes it: a browser that
// never registered it, a bot, curl.
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  event.respondWith(new Response(`hello ${pathname}\n`));
});
