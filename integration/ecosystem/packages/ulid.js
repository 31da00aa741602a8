import {ulid} from 'ulid';

export const run = () => ulid(1).slice(0, 10);
export const want = '0000000001';
