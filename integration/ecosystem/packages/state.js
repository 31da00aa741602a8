import {enableMapSet, produce} from 'immer';
import {interval, lastValueFrom, map, take} from 'rxjs';

export async function run() {
	enableMapSet();
	return [produce({a: [1], m: new Map()}, (d) => { d.a.push(2); d.m.set(1, 2); }).a, await lastValueFrom(interval(1).pipe(take(3), map((x) => x * 2)))];
}
export const want = [[1, 2], 4];
