package policy

import (
	"fmt"

	"asterism/schemas"
)

// typeError refuses with a TypeError.
func typeError(format string, args ...any) *schemas.Error {
	return &schemas.Error{Code: schemas.CodeRefused, Exception: "TypeError", Message: fmt.Sprintf(format, args...)}
}

// securityError refuses with a SecurityError.
func securityError(format string, args ...any) *schemas.Error {
	return &schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError", Message: fmt.Sprintf(format, args...)}
}
