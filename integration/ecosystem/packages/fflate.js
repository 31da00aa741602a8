import {gunzipSync, gzipSync, strFromU8, strToU8, unzipSync, unzlibSync, zipSync, zlibSync} from 'fflate';

export const run = () => [strFromU8(gunzipSync(gzipSync(strToU8('hello'.repeat(100))))).length, Object.keys(unzipSync(zipSync({'a.txt': strToU8('x')}))), unzlibSync(zlibSync(new Uint8Array(1000))).length];
export const want = [500, ['a.txt'], 1000];
