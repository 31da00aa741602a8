package transpile

import "github.com/evanw/esbuild/pkg/api"

// Classic lowers a classic script. Its top level stays the global scope: `var` and
// functions remain visible to other scripts. name, normally the script's URL, goes
// into positions. out already ends in the source map, which is also given alone.
func Classic(src []byte, name string, loader Loader) (out, sourceMap []byte, err error) {
	defer recovered(name, &err)
	if err := check(src, name); err != nil {
		return nil, nil, err
	}
	result := api.Transform(string(src), api.TransformOptions{
		Loader:           loader.esbuild(),
		Sourcefile:       name,
		Sourcemap:        api.SourceMapExternal,
		SourcesContent:   api.SourcesContentExclude,
		Target:           api.ES2022,
		Supported:        supported,
		Platform:         api.PlatformNeutral,
		MinifyWhitespace: true,
		TreeShaking:      api.TreeShakingFalse,
		LegalComments:    api.LegalCommentsNone,
		Charset:          api.CharsetUTF8,
		TsconfigRaw:      tsconfig,
		LogLevel:         api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, nil, failure(result.Errors, name)
	}
	return finish(result.Code, result.Map, "")
}
