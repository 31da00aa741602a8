package bus

import (
	"encoding"
	"fmt"

	"asterism/schemas"
)

// encode writes a message: as a binary frame when its type has one, as JSON
// otherwise.
func encode[T any](v T) ([]byte, error) {
	if frame, ok := any(&v).(encoding.BinaryAppender); ok {
		return frame.AppendBinary(nil)
	}
	return schemas.Encode(v)
}

// decode is the inverse of encode. What does not follow the schema is a
// *schemas.Error of CodeBadMessage.
func decode[T any](data []byte) (v T, err error) {
	frame, ok := any(&v).(encoding.BinaryUnmarshaler)
	if !ok {
		return schemas.Decode[T](data)
	}
	defer func() {
		if r := recover(); r != nil {
			err = &schemas.Error{Code: schemas.CodeBadMessage, Message: fmt.Sprintf("%T: unreadable frame", v)}
		}
	}()
	if err := frame.UnmarshalBinary(data); err != nil {
		return v, asBadMessage(err)
	}
	return v, nil
}

// Decode reads the message in m as a T: a binary frame or JSON, as T's type
// says. Strings and bodies of a frame share m's memory. For an error, answer
// with [Conn.Refuse].
func Decode[T any](m Msg) (T, error) { return decode[T](m.Data()) }

// Encode writes a message as the bus would: a binary frame or JSON.
func Encode[T any](v T) ([]byte, error) { return encode(v) }
