// TypeScript modules as they are: the system bundles them when the worker is registered.
import words from './words.json' with {type: 'json'};
import {Counter, type Named} from './lib/counter.ts';
import {greet} from './lib/greet.ts';

const counter: Counter & Named = new Counter('visits');

addEventListener('fetch', (event: any) => {
	counter.count++;
	event.respondWith(Response.json({
		greeting: greet(words.name), [counter.name]: counter.count, here: new URL(import.meta.url).pathname, lib: new URL(counter.where).pathname,
	}));
});
