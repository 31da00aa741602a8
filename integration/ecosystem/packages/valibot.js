import * as v from 'valibot';

const S = v.object({a: v.pipe(v.string(), v.email()), e: v.pipe(v.string(), v.emoji())});
export const run = () => [v.safeParse(S, {a: 'a@b.example', e: '😀'}).success, v.safeParse(S, {a: 'a@b.example', e: 'x'}).success];
export const want = [true, false];
