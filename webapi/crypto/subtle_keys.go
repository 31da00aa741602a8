package crypto

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
)

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-generateKey
func generateKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	id := convertIdentifier(c, c.Arg(0))
	extractable := c.Arg(1).ToBoolean()
	usages := convertUsages(c, c.Arg(2))
	p := normalize(c, opGenerate, id) // steps 2 and 3
	return inParallel(c, func(ctx context.Context) (*keys, error) {
		made, err := p.generate(ctx, p, extractable, usages) // step 8
		if err != nil {
			return nil, err
		}
		// Step 9.
		if k := made.secret; k != nil && k.Usages == 0 || k == nil && made.private.Usages == 0 {
			return nil, syntaxError("a key must be usable for something")
		}
		return made, nil
	}, toKeys)
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-importKey
func importKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	format := convertFormat(c, c.Arg(0))
	in := &importing{format: format}
	source := c.Arg(1)
	_, isBuffer := c.BytesView(source)
	if !isBuffer {
		in.jwk = convertJWK(c, source)
	}
	id := convertIdentifier(c, c.Arg(2))
	in.extractable = c.Arg(3).ToBoolean()
	in.usages = convertUsages(c, c.Arg(4))
	p := normalize(c, opImport, id) // steps 2 and 3
	// Step 4.
	if isBuffer == (format == "jwk") {
		c.Throw(c.TypeError("keyData is not what the format %q asks for", format))
	}
	if isBuffer {
		in.data = copied(c, source)
	}
	return inParallel(c, func(context.Context) (*Key, error) { return imported(p, in) }, toKey)
}

// imported is the end that importKey, deriveKey and unwrapKey have in common.
func imported(p *params, in *importing) (*Key, error) {
	k, err := p.importKey(p, in)
	if err != nil {
		return nil, err
	}
	if k.Type != "public" && in.usages == 0 {
		return nil, syntaxError("a key must be usable for something")
	}
	k.Extractable, k.Usages = in.extractable, in.usages
	return k, nil
}

// https://w3c.github.io/webcrypto/#SubtleCrypto-method-exportKey
func exportKeyMethod(_ *subtleCrypto, c js.Call) goja.Value {
	format := convertFormat(c, c.Arg(0))
	k := convertKey(c, c.Arg(1), "key")
	return inParallel(c, func(context.Context) (*exported, error) { return export(k, format) }, toExported)
}

// export is the middle of exportKey and wrapKey.
func export(k *Key, format string) (*exported, error) {
	a := lookup(opExport, k.Algorithm.Name)
	if a == nil {
		return nil, notSupported("keys for %s cannot be exported", k.Algorithm.Name)
	}
	if !k.Extractable {
		return nil, invalidAccess("the key is not extractable")
	}
	return a.exportKey(k, format)
}

// badFormat is the end of the import and export operations.
func badFormat(name, format string) error {
	return notSupported("keys for %s have no format %q", name, format)
}
