// sw-toolbox, the ancestor of Workbox, as its documentation shows it.
importScripts('sw-toolbox.js');
toolbox.router.get('/sw-toolbox/hello/:name', (request, values) => new Response(`hello ${values.name}`));
toolbox.router.default = toolbox.networkOnly;
