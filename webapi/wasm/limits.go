package wasm

import "asterism/webapi/wasm/internal/binary"

const (
	maxPages  = 4096 // of 64 KiB, of a memory
	maxModule = 32 << 20
	maxTable  = binary.MaxTable
	maxDepth  = 200
	pageSize  = 65536
	allPages  = 65536 // that a memory's type may speak of
)
