package crypto_test

import (
	"embed"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/clone"
	"asterism/webapi/crypto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func install(secure bool) func(r *js.Realm) {
	return func(r *js.Realm) {
		clone.Install(r)
		crypto.Install(r, secure)
	}
}

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install(true)}, scripts)
}

func TestInsecureContext(t *testing.T) {
	jstest.RunScript(t, jstest.Config{Install: install(false)}, jstest.Script{Name: "insecure.js", Source: `test(() => {
		assert_equals(crypto.subtle, undefined);
		assert_equals(crypto.randomUUID, undefined);
		assert_equals(typeof SubtleCrypto, 'undefined');
		assert_equals(typeof CryptoKey, 'undefined');
		assert_equals(crypto.getRandomValues(new Uint8Array(4)).length, 4);
	}, 'only random values outside secure contexts')`})
}
