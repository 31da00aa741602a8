import {compile, match} from 'path-to-regexp';

export const run = () => [match('/u/:id{/*rest}')('/u/1/a/b').params, compile('/u/:größe')({größe: 'é'})];
export const want = [{id: '1', rest: ['a', 'b']}, '/u/%C3%A9'];
