package bus

import "crypto/rand"

// NewID is a fresh unique token of 26 characters (A–Z, 2–7; 128 random bits,
// not guessable), valid in a subject and as a bucket's key.
func NewID() string { return rand.Text() }
