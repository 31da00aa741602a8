// TypeScript and npm packages, bundled by esbuild to an ES module.
import {nanoid} from 'nanoid';
import {z} from 'zod';
import {greet} from '../modules/lib/greet.ts';

const Query = z.object({name: z.string().min(2), times: z.coerce.number().int().max(3).default(1)});

async function* lines(name: string, times: number): AsyncGenerator<string> {
	for (let i = 0; i < times; i++) yield greet(name) + '\n';
}

async function answer(url: URL): Promise<Response> {
	const query = Query.safeParse(Object.fromEntries(url.searchParams));
	if (!query.success) return Response.json(z.flattenError(query.error).fieldErrors, {status: 400});
	let text = '';
	for await (const line of lines(query.data.name, query.data.times)) text += line;
	return new Response(text, {headers: {'X-Id': nanoid(10), 'X-Module': import.meta.url}});
}

addEventListener('fetch', (event: any) => event.respondWith(answer(new URL(event.request.url))));
