import {greet} from './greet.ts'; // used as a type below, and to have a shared dependency

export interface Named { readonly name: string }

export class Counter implements Named {
	count = 0;
	greets: typeof greet = greet;
	where = import.meta.url;
	constructor(readonly name: string) {}
}
