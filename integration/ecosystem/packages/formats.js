import * as cookie from 'cookie';
import * as jsyaml from 'js-yaml';
import qs from 'qs';
import YAML from 'yaml';

export const run = () => [(cookie.parseCookie ?? cookie.parse)('a=1; b=%20'), qs.parse(qs.stringify({a: {b: [1, 2]}})), YAML.parse('a:\n  - 1\n  - b: {c: d}\n'), jsyaml.load('a: [1, 2]')];
export const want = [{a: '1', b: ' '}, {a: {b: ['1', '2']}}, {a: [1, {b: {c: 'd'}}]}, {a: [1, 2]}];
