package transpile

import "github.com/evanw/esbuild/pkg/api"

// Loader is the language of a source.
type Loader string

const (
	JS Loader = "js"
	TS Loader = "ts"
)

// supported is what goja cannot do, of what ES2022 and esbuild know.
var supported = map[string]bool{
	"async-generator":     false,
	"for-await":           false,
	"using":               false,
	"decorators":          false,
	"dynamic-import":      true, // renamed, see quoteFields
	"import-meta":         false,
	"regexp-set-notation": true, // package js rewrites expressions itself
	"top-level-await":     false,
	"hashbang":            false,
	"import-assertions":   false,
	"import-attributes":   false,
}

// tsconfig makes TypeScript mean what it does in a browser's bundlers.
const tsconfig = `{"compilerOptions":{"useDefineForClassFields":true,"verbatimModuleSyntax":false}}`

// maxSource bounds one source; esbuild takes about 50 times its size in memory.
const maxSource = 16 << 20

func (l Loader) esbuild() api.Loader {
	if l == TS {
		return api.LoaderTS
	}
	return api.LoaderJS
}
