package schemas

// Database is what is known of an IndexedDB database beside its records.
//
// https://w3c.github.io/IndexedDB/#database-construct
type Database struct {
	// Name is the database's name in WTF-8.
	Name    []byte          `json:"name"`
	Version uint64          `json:"version"`
	Stores  []DatabaseStore `json:"stores"`
	// Next is the id of the next object store or index.
	Next int `json:"next"`
	// Holder is who may change the database until Until, milliseconds since 1970;
	// empty: nobody at the moment.
	Holder string `json:"holder,omitempty"`
	Until  int64  `json:"until,omitempty"`
}

// DatabaseStore is an object store.
type DatabaseStore struct {
	ID      int             `json:"id"`
	Name    string          `json:"name"`
	KeyPath *KeyPath        `json:"key_path,omitempty"`
	Indexes []DatabaseIndex `json:"indexes"`
	// Generator is the key generator's next number; 0: there is none.
	Generator uint64 `json:"generator,omitempty"`
}

// DatabaseIndex is an index of an object store.
type DatabaseIndex struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	KeyPath KeyPath `json:"key_path"`
	Unique  bool    `json:"unique,omitempty"`
	Multi   bool    `json:"multi,omitempty"`
}

// KeyPath is where a value has its key: one path, or with List several.
type KeyPath struct {
	Paths []string `json:"paths"`
	List  bool     `json:"list,omitempty"`
}

// DatabaseRecord is a record of an object store, or the head of a database.
type DatabaseRecord struct {
	Head *Database `json:"head,omitempty"`

	Store int    `json:"store,omitempty"` // id
	Key   []byte `json:"key,omitempty"`   // encoded so that the order of bytes is that of keys
	Value []byte `json:"value,omitempty"` // a structured clone
	// Indexed is the record's keys in each index that has some.
	Indexed []IndexedKeys `json:"indexed,omitempty"`
}

// IndexedKeys is the keys of one record in one index.
type IndexedKeys struct {
	Index int      `json:"index"` // id
	Keys  [][]byte `json:"keys"`
}
