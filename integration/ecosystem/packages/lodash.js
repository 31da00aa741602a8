import {chunk, cloneDeep, merge, template} from 'lodash-es';

export const run = () => [chunk([1, 2, 3], 2), merge({a: {b: 1}}, {a: {c: 2}}), template('<%= a %>!')({a: 1}), cloneDeep(new Map([[1, new Set([2])]])).get(1).has(2)];
export const want = [[[1, 2], [3]], {a: {b: 1, c: 2}}, '1!', true];
