package transpile

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// Fetch gets a module's bytes; url is absolute, http(s). The error's text is shown
// to the author of the importing file.
type Fetch func(ctx context.Context, url string) (body []byte, contentType string, err error)

// Result is a bundle.
type Result struct {
	Program []byte            // one classic script, with an inline source map
	Imports map[string][]byte // every imported module as fetched, by URL; not the entry
}

const (
	maxModules = 2000
	maxBundle  = 64 << 20 // bytes of all modules together
)

// Bundle makes one classic script of an ES module (JavaScript, or TypeScript when
// the URL ends in .ts) and all it imports. src is the entry's source; entryURL must
// be absolute. Imports are resolved against the importer's URL and got with fetch,
// which may run on many goroutines at once.
func Bundle(ctx context.Context, entryURL string, src []byte, fetch Fetch) (Result, error) {
	return BundleAs(ctx, entryURL, src, "text/javascript", fetch)
}

// BundleAs is Bundle for an entry of the given MIME type, such as text/typescript.
func BundleAs(ctx context.Context, entryURL string, src []byte, contentType string, fetch Fetch) (Result, error) {
	return bundle(ctx, entryURL, src, contentType, fetch, "")
}

// BundleExports is BundleAs for import(): the value of the program is the entry's
// namespace object.
func BundleExports(ctx context.Context, entryURL string, src []byte, contentType string, fetch Fetch) (Result, error) {
	return bundle(ctx, entryURL, src, contentType, fetch, exportsName)
}

// exportsName is a variable inside of the program of BundleExports.
const exportsName = "__asterism_exports"

func bundle(ctx context.Context, entryURL string, src []byte, contentType string, fetch Fetch, global string) (result Result, err error) {
	defer recovered(entryURL, &err)
	if _, err := absolute(entryURL); err != nil {
		return Result{}, &Error{URL: entryURL, Message: err.Error()}
	}
	if err := check(src, entryURL); err != nil {
		return Result{}, err
	}
	b := &bundler{ctx: ctx, fetch: fetch, entry: entryURL, src: src, contentType: contentType,
		imports: make(map[string][]byte)}
	built := api.Build(api.BuildOptions{
		EntryPoints:      []string{"entry"}, // resolved to the URL, which may have characters that mean something here
		Bundle:           true,
		Write:            false,
		Outfile:          "bundle.js",
		Format:           api.FormatIIFE,
		GlobalName:       global,
		Target:           api.ES2022,
		Supported:        supported,
		Platform:         api.PlatformNeutral,
		MinifyWhitespace: true,
		Sourcemap:        api.SourceMapExternal,
		SourcesContent:   api.SourcesContentExclude,
		LegalComments:    api.LegalCommentsNone,
		Charset:          api.CharsetUTF8,
		TsconfigRaw:      tsconfig,
		Define:           map[string]string{"import.meta.url": metaURL},
		LogLevel:         api.LogLevelSilent,
		Plugins:          []api.Plugin{{Name: "asterism", Setup: b.setup}},
	})
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if len(built.Errors) > 0 {
		return Result{}, failure(built.Errors, entryURL)
	}
	var code, sourceMap []byte
	for _, f := range built.OutputFiles {
		if len(f.Path) > 4 && f.Path[len(f.Path)-4:] == ".map" {
			sourceMap = f.Contents
		} else {
			code = f.Contents
		}
	}
	wrap := ""
	if global != "" {
		wrap = "(function(){"
		code = append(bytes.TrimRight(code, "\n"), "return "+global+"})()"...)
	}
	program, _, err := finish(code, sourceMap, wrap)
	if err != nil {
		return Result{}, fmt.Errorf("transpile: %s: %w", entryURL, err)
	}
	return Result{Program: program, Imports: b.imports}, nil
}

// bundler is one build.
type bundler struct {
	ctx         context.Context
	fetch       Fetch
	entry       string
	src         []byte
	contentType string

	mu      sync.Mutex
	imports map[string][]byte
	size    int
}
