// Package crypto is the Web Cryptography API: crypto.getRandomValues, randomUUID
// and crypto.subtle.
//
// https://w3c.github.io/webcrypto/
//
// [Install] gives a realm crypto and, in secure contexts, SubtleCrypto and
// CryptoKey. The algorithms are Go's own (crypto/…); this package adds what the
// standard asks for beyond them: algorithm normalisation, key formats, usages,
// AES-KW, AES-CTR counters shorter than the block, short GCM tags with any
// initialisation vector, RSA-PSS without salt, and other public exponents.
//
// # Threads
//
// A method converts its arguments and copies its input on the event loop, as the
// standard says, and does the rest on a goroutine; the promise settles in a task.
// A [Key] is immutable. PBKDF2 and key generation end when the loop does.
//
// # Algorithms
//
// digest: SHA-1, SHA-256, SHA-384, SHA-512, and SHA3-256, SHA3-384, SHA3-512 of
// the draft https://wicg.github.io/webcrypto-modern-algos/ (with its format names
// raw-secret and raw-public). Signatures: HMAC, RSASSA-PKCS1-v1_5, RSA-PSS,
// ECDSA, Ed25519. Encryption: AES-CBC, AES-CTR, AES-GCM, RSA-OAEP; AES-KW wraps.
// Derivation: ECDH, X25519, HKDF, PBKDF2.
//
// # Limits and gaps
//
// RSA moduli of less than 1024 bits can be imported but not used (Go refuses
// them: OperationError), of more than 16384 not imported (DataError), and of more
// than 8192 not generated (OperationError). RSA keys with more than two primes or
// a public exponent of more than 31 bits are a DataError. A derived or generated
// secret has at most 1 MiB (OperationError). A JSON Web Key of a private RSA key
// must have all of p, q, dp, dq and qi. Signing with RSA-PSS and a salt of length
// zero uses math/big with blinding, which is not constant in time.
//
// Not there: Ed448 and X448, and of the draft all but SHA-3.
package crypto
