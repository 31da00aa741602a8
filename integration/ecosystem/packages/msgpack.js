import {decode, encode} from '@msgpack/msgpack';

export const run = () => decode(encode({a: [1, 2.5, 'é', null], b: new Uint8Array([1, 2]), big: 2 ** 40})).a;
export const want = [1, 2.5, 'é', null];
