const asked = (q) => new Promise((resolve, reject) => { q.onsuccess = () => resolve(q.result); q.onerror = (e) => { e.preventDefault(); reject(q.error); }; });
const ended = (tx) => new Promise((resolve, reject) => { tx.oncomplete = resolve; tx.onabort = () => reject(tx.error); });
const open = (name, version, upgrade) => new Promise((resolve, reject) => {
	const q = indexedDB.open(name, version);
	q.onupgradeneeded = (e) => upgrade(q.result, e, q.transaction);
	q.onsuccess = () => resolve(q.result);
	q.onerror = () => reject(q.error);
});
const rejects = async (name, promise) => {
	try { await promise; } catch (e) { assert_equals(e && e.name, name); return; }
	assert_true(false, 'not rejected: ' + name);
};

promise_test(async () => {
	const db = await open('books', 2, (db, e) => {
		assert_equals(e.oldVersion, 0);
		assert_equals(e.newVersion, 2);
		const store = db.createObjectStore('books', {keyPath: 'isbn'});
		store.createIndex('author', 'author');
		store.createIndex('title', 'title', {unique: true});
		store.createIndex('tags', 'tags', {multiEntry: true});
		store.put({isbn: 3, author: 'b', title: 'z', tags: ['x', 'y', 'x']});
	});
	assert_equals(db.version, 2);
	assert_true(db.objectStoreNames.contains('books'));
	const tx = db.transaction('books', 'readwrite');
	const store = tx.objectStore('books');
	assert_equals(store, tx.objectStore('books'));
	assert_equals(store.indexNames.length, 3);
	store.put({isbn: 1, author: 'a', title: 'x'});
	assert_equals(await asked(store.put({isbn: 2, author: 'b', title: 'y', tags: ['y']})), 2);
	await rejects('ConstraintError', asked(store.add({isbn: 2})));
	await rejects('ConstraintError', asked(store.put({isbn: 9, title: 'z'})));
	assert_equals((await asked(store.get(1))).title, 'x');
	assert_equals(await asked(store.get(7)), undefined);
	assert_equals(await asked(store.count()), 3);
	assert_array_equals(await asked(store.index('author').getAllKeys('b')), [2, 3]);
	assert_array_equals(await asked(store.index('tags').getAllKeys('y')), [2, 3]);
	assert_equals(await asked(store.index('title').getKey('z')), 3);
	await ended(tx);
	assert_throws_dom('InvalidStateError', () => tx.abort());
	assert_throws_dom('NotFoundError', () => db.transaction('none'));
	db.close();
	await rejects('VersionError', open('books', 1));
	const again = await open('books');
	const all = await asked(again.transaction('books').objectStore('books').getAll(IDBKeyRange.bound(1, 3, true)));
	assert_array_equals(all.map((b) => b.isbn), [2, 3]);
	again.close();
}, 'stores, indexes, queries');

promise_test(async () => {
	const db = await open('abort', 1, (db) => db.createObjectStore('s', {autoIncrement: true}));
	let tx = db.transaction('s', 'readwrite');
	assert_equals(await asked(tx.objectStore('s').add('a')), 1);
	tx.abort();
	assert_equals(await ended(tx).catch((e) => e), null);
	tx = db.transaction('s', 'readwrite');
	assert_equals(await asked(tx.objectStore('s').count()), 0);
	assert_equals(await asked(tx.objectStore('s').add('b')), 1);
	assert_equals(await asked(tx.objectStore('s').put('c', 10)), 10);
	assert_equals(await asked(tx.objectStore('s').add('d')), 11);
	await ended(tx);
	db.close();
	await rejects('AbortError', open('abort', 2, (db, e, tx) => { db.createObjectStore('t'); tx.abort(); }));
	const again = await open('abort');
	assert_equals(again.version, 1);
	assert_equals([...again.objectStoreNames].join(), 's');
	again.close();
}, 'aborted changes are undone; key generators');

promise_test(async () => {
	const db = await open('cursor', 1, (db) => {
		const s = db.createObjectStore('s');
		s.createIndex('i', 'n');
		for (let i = 0; i < 6; i++) s.put({n: i >> 1}, i);
	});
	const walk = (source, ...args) => new Promise((resolve) => {
		const seen = [];
		source.openCursor(...args).onsuccess = ({target: {result: c}}) => {
			if (!c) return resolve(seen.join());
			assert_true(c instanceof IDBCursorWithValue);
			seen.push(`${c.key}:${c.primaryKey}`);
			c.continue();
		};
	});
	const s = db.transaction('s').objectStore('s');
	assert_equals(await walk(s, IDBKeyRange.lowerBound(4)), '4:4,5:5');
	assert_equals(await walk(s, null, 'prev'), '5:5,4:4,3:3,2:2,1:1,0:0');
	assert_equals(await walk(s.index('i'), null, 'nextunique'), '0:0,1:2,2:4');
	assert_equals(await walk(s.index('i'), null, 'prevunique'), '2:4,1:2,0:0');
	assert_equals(await walk(s.index('i'), 1), '1:2,1:3');
	const tx = db.transaction('s', 'readwrite');
	await new Promise((resolve) => {
		tx.objectStore('s').index('i').openCursor(null, 'prev').onsuccess = ({target: {result: c}}) => {
			if (!c) return resolve();
			if (c.primaryKey % 2) c.delete();
			else c.update({n: 7});
			c.continue();
		};
	});
	assert_array_equals(await asked(tx.objectStore('s').index('i').getAllKeys(7)), [0, 2, 4]);
	db.close();
}, 'cursors');

promise_test(async () => {
	const keys = [-Infinity, -1.5, 0, 3, Infinity, new Date(0), new Date(5), '', 'a', 'aa', 'b', '\ud800', '\uffff', new Uint8Array([]), new Uint8Array([0]), new Uint8Array([255]), [], [1], [1, 'a'], ['a'], [[]]];
	for (let i = 0; i < keys.length; i++) {
		for (let j = 0; j < keys.length; j++) assert_equals(indexedDB.cmp(keys[i], keys[j]), Math.sign(i - j), `${i} ${j}`);
	}
	for (const bad of [NaN, undefined, null, true, {}, new Date(NaN), [undefined], /x/]) assert_throws_dom('DataError', () => indexedDB.cmp(bad, 1));
	const self = []; self.push(self);
	assert_throws_dom('DataError', () => indexedDB.cmp(self, 1));
	const range = IDBKeyRange.bound([new Date(7), 'x\ud800'], ['y']);
	assert_equals(range.lower[0].getTime(), 7);
	assert_equals(range.lower[1], 'x\ud800');
	assert_true(range.includes(['x']));
	assert_throws_dom('DataError', () => IDBKeyRange.bound(2, 1));
}, 'keys');

promise_test(async () => {
	const db = await open('versions', 1, (db) => db.createObjectStore('s'));
	const heard = [];
	db.onversionchange = (e) => { heard.push(`${e.oldVersion}>${e.newVersion}`); };
	const q = indexedDB.open('versions', 2);
	await new Promise((resolve) => { q.onblocked = () => { heard.push('blocked'); resolve(); }; });
	db.close();
	const next = await asked(q);
	assert_equals(heard.join(), '1>2,blocked');
	next.onversionchange = () => next.close();
	const gone = indexedDB.deleteDatabase('versions');
	assert_equals(await asked(gone), undefined);
	assert_false((await indexedDB.databases()).some((d) => d.name === 'versions'));
}, 'connections are asked to close');

promise_test(async () => {
	const db = await open('order', 1, (db) => { db.createObjectStore('s'); });
	const log = [];
	const one = db.transaction('s', 'readwrite'), two = db.transaction('s', 'readwrite'), three = db.transaction('s');
	three.objectStore('s').get(1).onsuccess = (e) => log.push('read ' + e.target.result);
	two.objectStore('s').put('two', 1).onsuccess = () => log.push('two');
	one.objectStore('s').put('one', 1).onsuccess = () => log.push('one');
	await Promise.all([one, two, three].map(ended));
	assert_equals(log.join(), 'one,two,read two');
	const late = db.transaction('s');
	await Promise.resolve();
	const s = late.objectStore('s');
	await ended(late);
	assert_throws_dom('TransactionInactiveError', () => s.get(1));
	assert_throws_dom('ReadOnlyError', () => db.transaction('s').objectStore('s').put(1, 1));
	db.close();
}, 'transactions take their turns');
