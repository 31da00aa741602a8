// A Hono application: the router, middleware, JSX, cookies, streams and validation.
import {Hono} from 'hono';
import {getCookie, setCookie} from 'hono/cookie';
import {cors} from 'hono/cors';
import {HTTPException} from 'hono/http-exception';
import {secureHeaders} from 'hono/secure-headers';
import {handle} from 'hono/service-worker';
import {stream} from 'hono/streaming';
import {validator} from 'hono/validator';

const app = new Hono().basePath('/hono');
app.use(cors(), secureHeaders());
app.get('/', (c) => c.text('Hono!'));
const Page = ({name}: {name: string}) => <html><body><h1>Hello {name}</h1>{['a', 'b'].map((x) => <li>{x}</li>)}</body></html>;
app.get('/page/:name', (c) => c.html(<Page name={c.req.param('name')} />));
app.get('/post/:id{[0-9]+}', (c) => c.json({id: Number(c.req.param('id')), q: c.req.query('q')}));
app.get('/cookie', (c) => { setCookie(c, 'seen', 'yes', {path: '/hono'}); return c.json({seen: getCookie(c, 'seen') ?? null}); });
app.get('/teapot', () => { throw new HTTPException(418, {message: 'short and stout'}); });
app.get('/stream', (c) => stream(c, async (s) => { for (const part of ['one ', 'two ', 'three']) { await s.write(part); await s.sleep(1); } }));
app.post('/form', async (c) => c.json(await c.req.parseBody()));
app.post('/valid', validator('json', (v, c) => typeof v.n === 'number' ? v : c.text('n is no number', 400)), (c) => c.json({twice: c.req.valid('json').n * 2}));
addEventListener('fetch', handle(app));
