const $ = (id) => document.getElementById(id);

// show asks for the board; the service worker says when it is an old copy.
async function show() {
  const answer = await fetch('/api/departures');
  const { notice, departures } = await answer.json();
  const stale = answer.headers.get('X-Copy-Of');
  $('notice').textContent = notice;
  $('trains').replaceChildren(...departures.map(({ time, to, platform }) => {
    const row = document.createElement('tr');
    for (const text of [time, to, platform]) row.append(Object.assign(document.createElement('td'), { textContent: text }));
    return row;
  }));
  $('state').className = stale ? 'stale' : 'live';
  $('state').textContent = stale ? `offline: as of ${stale}` : 'live';
}

// offer shows the button that lets a waiting worker take over.
function offer(worker) {
  $('update').hidden = false;
  $('update').onclick = () => worker.postMessage('take over');
}

$('refresh').onclick = show;
show();

navigator.serviceWorker.register('/sw.js').then((registration) => {
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
});
let controlled = navigator.serviceWorker.controller !== null;
navigator.serviceWorker.addEventListener('controllerchange', () => {
  if (controlled) location.reload(); // another version: its page
  controlled = true;
});
