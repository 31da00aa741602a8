import * as devalue from 'devalue';
import superjson from 'superjson';

export const run = () => [superjson.parse(superjson.stringify({d: new Date(0), m: new Map([[1, 2]]), b: 10n, r: /x/g})).m.get(1), devalue.parse(devalue.stringify({a: new Date(0), b: [undefined, NaN, -0], c: new Map([[1, 3]])})).c.get(1)];
export const want = [2, 3];
