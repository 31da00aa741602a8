package bus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"asterism/schemas"
)

func errorf(code schemas.Code, format string, args ...any) *schemas.Error {
	return &schemas.Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// publicBodyError is what the other end may know of err.
func publicBodyError(err error) *schemas.Error {
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errorf(schemas.CodeTimeout, "the body took longer than allowed")
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, io.ErrClosedPipe) {
		return errorf(schemas.CodeAborted, "the body was given up")
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, io.ErrUnexpectedEOF) {
		return errorf(schemas.CodeNetwork, "the body was cut off at its source")
	}
	return errorf(schemas.CodeInternal, "the source of the body failed")
}
