package webpush

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	// MaxMessage is the longest encrypted message that is taken, in bytes (RFC
	// 8030, 7.2: a push service must take 4096).
	MaxMessage = 4096
	// MaxPayload is the longest payload that fits one.
	MaxPayload = MaxMessage - headerLen - 1 - tagLen

	saltLen, keyLen, tagLen = 16, 65, 16
	headerLen               = saltLen + 4 + 1 + keyLen
	authLen                 = 16
)

// Keys are a subscription's.
type Keys struct {
	Private, Public []byte
	Auth            []byte // 16 bytes, secret between the application server and the user agent
}

// NewKeys makes a subscription's keys.
func NewKeys() (Keys, error) {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, err
	}
	auth := make([]byte, authLen)
	_, err = rand.Read(auth)
	return Keys{Private: key.Bytes(), Public: key.PublicKey().Bytes(), Auth: auth}, err
}

// CheckPublic says whether a public key is a point on P-256.
func CheckPublic(public []byte) error {
	_, err := ecdh.P256().NewPublicKey(public)
	return err
}

// Seal encrypts a payload for the subscription with the given public key and
// authentication secret.
//
// https://www.rfc-editor.org/rfc/rfc8291#section-4
func Seal(public, auth, payload []byte) ([]byte, error) {
	if len(payload) > MaxPayload {
		return nil, fmt.Errorf("webpush: the payload has %d bytes; at most %d fit", len(payload), MaxPayload)
	}
	sender, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return nil, err
	}
	return seal(sender, salt, public, auth, payload)
}

func seal(sender *ecdh.PrivateKey, salt, public, auth, payload []byte) ([]byte, error) {
	receiver, err := ecdh.P256().NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("webpush: the subscription's public key: %w", err)
	}
	secret, err := sender.ECDH(receiver)
	if err != nil {
		return nil, err
	}
	aead, nonce, err := derive(secret, auth, public, sender.PublicKey().Bytes(), salt)
	if err != nil {
		return nil, err
	}
	out := append([]byte(nil), salt...)
	out = binary.BigEndian.AppendUint32(out, MaxMessage)
	out = append(append(out, keyLen), sender.PublicKey().Bytes()...)
	return aead.Seal(out, nonce, append(append([]byte(nil), payload...), 2), nil), nil // 2: the last record
}

var errBroken = errors.New("webpush: the message is not encrypted for this subscription, or broken")

// Open decrypts a message for the subscription with the given private key.
//
// https://www.rfc-editor.org/rfc/rfc8291#section-4
func Open(private, auth, message []byte) ([]byte, error) {
	if len(message) < headerLen+1+tagLen || len(message) > MaxMessage || message[saltLen+4] != keyLen {
		return nil, errBroken
	}
	salt, size := message[:saltLen], binary.BigEndian.Uint32(message[saltLen:])
	sender, record := message[saltLen+5:headerLen], message[headerLen:]
	if uint64(len(record)) > uint64(size) { // there is one record only
		return nil, errBroken
	}
	receiver, err := ecdh.P256().NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("webpush: the subscription's private key: %w", err)
	}
	public, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		return nil, errBroken
	}
	secret, err := receiver.ECDH(public)
	if err != nil {
		return nil, errBroken
	}
	aead, nonce, err := derive(secret, auth, receiver.PublicKey().Bytes(), sender, salt)
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, nonce, record, nil)
	if err != nil {
		return nil, errBroken
	}
	for i := len(padded) - 1; i >= 0; i-- { // RFC 8188, 2: zeros behind the delimiter
		switch padded[i] {
		case 0:
		case 2:
			return padded[:i], nil
		default:
			return nil, errBroken
		}
	}
	return nil, errBroken
}

// derive is RFC 8291, 3.4: the content's key and nonce.
func derive(secret, auth, receiver, sender, salt []byte) (cipher.AEAD, []byte, error) {
	info := "WebPush: info\x00" + string(receiver) + string(sender)
	material, err := hkdf.Key(sha256.New, secret, auth, info, 32)
	if err != nil {
		return nil, nil, err
	}
	key, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, nil, err
	}
	nonce, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	aead, err := cipher.NewGCM(block)
	return aead, nonce, err
}
