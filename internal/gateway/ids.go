package gateway

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
)

// ids are the names of one request. They are not secret: each exchange has a fast generator.
type ids struct {
	request  string // a version 4 UUID (RFC 9562, section 5.4)
	extended string // URL-safe base64 of eleven bytes, which ends in "="
}

// newIDs makes the ids of a request. A client may give the first of them itself
// with the header x-amzn-RequestId ("Variables for access logging",
// $context.requestId).
func newIDs(client string, random *rand.PCG) ids {
	var text [36 + 16]byte
	appendUUID(text[:0], random)
	appendExtendedID(text[36:36], random)
	all := string(text[:])
	if client != "" && len(client) <= maxClientID && validFieldName(client) {
		return ids{request: client, extended: all[36:]}
	}
	return ids{request: all[:36], extended: all[36:]}
}

// maxClientID is the length in bytes up to which a client's id is taken.
const maxClientID = 128

func appendUUID(dst []byte, random *rand.PCG) []byte {
	raw := sixteen(random)
	raw[6] = raw[6]&0x0F | 0x40
	raw[8] = raw[8]&0x3F | 0x80
	var digits [32]byte
	hex.Encode(digits[:], raw[:])
	for _, group := range [...][]byte{digits[:8], digits[8:12], digits[12:16], digits[16:20]} {
		dst = append(append(dst, group...), '-')
	}
	return append(dst, digits[20:]...)
}

func appendExtendedID(dst []byte, random *rand.PCG) []byte {
	raw := sixteen(random)
	return base64.URLEncoding.AppendEncode(dst, raw[:11])
}

// newRandom returns a generator whose seed differs from call to call.
func newRandom() *rand.PCG { return rand.NewPCG(rand.Uint64(), rand.Uint64()) }

// sixteen returns sixteen bytes that differ from call to call.
func sixteen(random *rand.PCG) (raw [16]byte) {
	binary.LittleEndian.PutUint64(raw[:8], random.Uint64())
	binary.LittleEndian.PutUint64(raw[8:], random.Uint64())
	return raw
}
