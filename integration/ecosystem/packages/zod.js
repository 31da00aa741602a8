import {z} from 'zod';

const S = z.object({name: z.string().min(2), age: z.number().int().optional(), email: z.email().optional(), tags: z.array(z.string()).default([])});
export const run = () => [S.parse({name: 'Ada', email: 'a@b.example'}), S.safeParse({name: 'x'}).error.issues[0].code];
export const want = [{name: 'Ada', email: 'a@b.example', tags: []}, 'too_small'];
