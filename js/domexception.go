package js

import (
	"fmt"

	"github.com/dop251/goja"
)

// domException is the native value of a DOMException.
type domException struct{ name, message string }

// domExceptionCodes are the legacy codes of the names that have one.
// https://webidl.spec.whatwg.org/#dfn-error-names-table
var domExceptionCodes = map[string]int{
	"IndexSizeError": 1, "HierarchyRequestError": 3, "WrongDocumentError": 4,
	"InvalidCharacterError": 5, "NoModificationAllowedError": 7, "NotFoundError": 8,
	"NotSupportedError": 9, "InUseAttributeError": 10, "InvalidStateError": 11,
	"SyntaxError": 12, "InvalidModificationError": 13, "NamespaceError": 14,
	"InvalidAccessError": 15, "TypeMismatchError": 17, "SecurityError": 18,
	"NetworkError": 19, "AbortError": 20, "URLMismatchError": 21,
	"QuotaExceededError": 22, "TimeoutError": 23, "InvalidNodeTypeError": 24,
	"DataCloneError": 25,
}

// DOMExceptionClass is https://webidl.spec.whatwg.org/#idl-DOMException; every
// realm has it. Make instances with [Realm.DOMException].
var DOMExceptionClass = &Class[*domException]{
	Name:    "DOMException",
	IsError: true,
	New: func(c Call) *domException {
		e := &domException{name: "Error"}
		if v := c.Arg(0); !goja.IsUndefined(v) {
			e.message = c.String(v, "message")
		}
		if v := c.Arg(1); !goja.IsUndefined(v) {
			e.name = c.String(v, "name")
		}
		return e
	},
	Attrs: []Attr[*domException]{
		{Name: "name", Get: func(e *domException, c Call) goja.Value { return c.VM.ToValue(e.name) }},
		{Name: "message", Get: func(e *domException, c Call) goja.Value { return c.VM.ToValue(e.message) }},
		{Name: "code", Get: func(e *domException, c Call) goja.Value { return c.VM.ToValue(domExceptionCodes[e.name]) }},
	},
	Consts: map[string]int{
		"INDEX_SIZE_ERR": 1, "DOMSTRING_SIZE_ERR": 2, "HIERARCHY_REQUEST_ERR": 3, "WRONG_DOCUMENT_ERR": 4,
		"INVALID_CHARACTER_ERR": 5, "NO_DATA_ALLOWED_ERR": 6, "NO_MODIFICATION_ALLOWED_ERR": 7, "NOT_FOUND_ERR": 8,
		"NOT_SUPPORTED_ERR": 9, "INUSE_ATTRIBUTE_ERR": 10, "INVALID_STATE_ERR": 11, "SYNTAX_ERR": 12,
		"INVALID_MODIFICATION_ERR": 13, "NAMESPACE_ERR": 14, "INVALID_ACCESS_ERR": 15, "VALIDATION_ERR": 16,
		"TYPE_MISMATCH_ERR": 17, "SECURITY_ERR": 18, "NETWORK_ERR": 19, "ABORT_ERR": 20, "URL_MISMATCH_ERR": 21,
		"QUOTA_EXCEEDED_ERR": 22, "TIMEOUT_ERR": 23, "INVALID_NODE_TYPE_ERR": 24, "DATA_CLONE_ERR": 25,
	},
}

// DOMException makes one: name such as "AbortError" (package js owns the class).
func (r *Realm) DOMException(name, format string, args ...any) *goja.Object {
	return r.Wrap(DOMExceptionClass, &domException{name: name, message: fmt.Sprintf(format, args...)})
}

// DOMExceptionOf tells name and message of v when it is a DOMException.
func (r *Realm) DOMExceptionOf(v goja.Value) (name, message string, ok bool) {
	e, ok := Native[*domException](r, v)
	if !ok {
		return "", "", false
	}
	return e.name, e.message, true
}
