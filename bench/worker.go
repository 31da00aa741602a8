package main

// helloWorker answers the same in asterism and in workerd.
const helloWorker = `addEventListener('fetch', e => {
  e.respondWith(new Response('hello ' + new URL(e.request.url).pathname));
});
`

// helloPath is asked for, helloBody is the right answer.
const (
	helloPath = "/bench"
	helloBody = "hello /bench"
)

// passthroughWorker hands on what the network gave, untouched.
const passthroughWorker = `addEventListener('fetch', e => e.respondWith(fetch(e.request)));
`
