// Package webpush is the cryptography of Web Push: how a push message's payload
// is encrypted for a subscription, and how an application server shows who it is.
//
//   - RFC 8291, message encryption, in the content coding aes128gcm (RFC 8188).
//   - RFC 8292, voluntary application server identification (VAPID).
//
// Keys travel as bytes: a public key is an uncompressed point on P-256 (65
// bytes), a private one a scalar (32 bytes).
package webpush
