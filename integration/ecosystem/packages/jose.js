import {jwtVerify, SignJWT} from 'jose';

export async function run() {
	const key = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
	const token = await new SignJWT({a: 1}).setProtectedHeader({alg: 'HS256'}).setExpirationTime('2h').sign(key);
	return (await jwtVerify(token, key)).payload.a;
}
export const want = 1;
