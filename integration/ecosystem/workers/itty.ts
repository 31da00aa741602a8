// itty-router with its middleware and errors.
import {AutoRouter, createResponse, StatusError, withCookies, withParams} from 'itty-router';

const csv = createResponse('text/csv', (rows: string[][]) => rows.map((r) => r.join()).join('\n'));
const router = AutoRouter({base: '/itty', before: [withCookies, withParams]});
router
	.get('/hi/:name', ({name, cookies}) => ({hi: name, cookies}))
	.get('/table', () => csv([['a', 'b'], ['1', '2']]))
	.get('/file.:ext?', ({params, query}) => ({...params, ...query}))
	.get('/teapot', () => { throw new StatusError(418, 'short and stout'); })
	.get('/crash', () => (null as any).x)
	.post('/echo', async (request) => ({got: await request.json()}));
addEventListener('fetch', (event: any) => event.respondWith(router.fetch(event.request)));
