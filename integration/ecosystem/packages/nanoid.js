import {customAlphabet, nanoid} from 'nanoid';

export const run = () => [nanoid().length, customAlphabet('ab', 5)().length];
export const want = [21, 5];
