package caches

// An entry's order is the revision with which its batch began, then its place in
// the batch. The revision is not known before the batch is stored, so a new entry
// is stored with a relative order, which with the revision of its record says the
// same; it becomes absolute when the record is written again.
const (
	placeBits  = 20
	recordBits = 12
	relative   = 1 << 63
)

// place is the order of a new entry, which is the at-th of its batch's entries and
// lies in the batch's record-th record.
func place(record, at int) uint64 {
	return relative | uint64(record)<<placeBits | uint64(at)&(1<<placeBits-1)
}

// placed is the absolute order of an entry of a record with that revision.
func placed(revision, order uint64) uint64 {
	switch {
	case order == 0:
		return revision << placeBits
	case order&relative == 0:
		return order
	}
	record := order >> placeBits & (1<<recordBits - 1)
	return (revision-record)<<placeBits | order&(1<<placeBits-1)
}
