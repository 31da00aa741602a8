package transpile

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// metaURL is the variable every module that mentions import.meta gets its own of;
// esbuild keeps them apart.
const metaURL = "__asterism_module_url"

func (b *bundler) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, b.load)
}

// resolve is the module specifier resolution of HTML without an import map.
// https://html.spec.whatwg.org/#resolve-a-module-specifier
func (b *bundler) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	if args.Kind == api.ResolveEntryPoint {
		return api.OnResolveResult{Path: b.entry, Namespace: namespace}, nil
	}
	target, err := specifier(args.Path, args.Importer)
	if err != nil {
		return api.OnResolveResult{}, err
	}
	if args.Kind == api.ResolveJSDynamicImport {
		return api.OnResolveResult{Path: target, External: true}, nil // when it runs
	}
	if kind := args.With["type"]; kind != "" && kind != "json" {
		return api.OnResolveResult{}, fmt.Errorf("modules of type %q are not supported, only JavaScript and json", kind)
	}
	return api.OnResolveResult{Path: target, Namespace: namespace, PluginData: args.With["type"]}, nil
}

// specifier resolves an import specifier against the importer's URL.
func specifier(spec, importer string) (string, error) {
	relative := strings.HasPrefix(spec, "/") || strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "../")
	if relative {
		base, err := url.Parse(importer)
		if err != nil {
			return "", err
		}
		if base.Opaque != "" {
			return "", fmt.Errorf("%q is relative, and %s: URLs cannot be a base: import by an absolute URL", spec, base.Scheme)
		}
		u, err := base.Parse(spec)
		if err != nil {
			return "", fmt.Errorf("%q is not a valid URL: %w", spec, err)
		}
		return u.String(), nil
	}
	if u, err := url.Parse(spec); err == nil && u.Scheme != "" || strings.HasPrefix(spec, "data:") {
		return absolute(spec)
	}
	return "", fmt.Errorf("%q is a bare specifier: there is no npm here; import by URL (./x.js or https://…), or bundle the worker before registering it", spec)
}

// absolute checks for a URL that a module can have: an absolute http(s) URL, or a
// blob: or data: URL, which fetch may refuse.
func absolute(raw string) (string, error) {
	if strings.HasPrefix(raw, "blob:") || strings.HasPrefix(raw, "data:") {
		return raw, nil
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("%q is not a valid URL: %w", raw, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", fmt.Errorf("%q cannot be imported: only http:, https:, blob: and data: URLs can", raw)
	}
	return u.String(), nil
}

// load gets a module and says what it is.
func (b *bundler) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	body, contentType := b.src, b.contentType
	isEntry := args.Path == b.entry
	if !isEntry {
		var err error
		if body, contentType, err = b.get(args.Path); err != nil {
			return api.OnLoadResult{}, err
		}
	}
	wanted, _ := args.PluginData.(string)
	loader, err := moduleLoader(args.Path, contentType, wanted)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	if loader != api.LoaderJSON {
		if err := check(body, args.Path); err != nil {
			return api.OnLoadResult{}, err
		}
	}
	contents := string(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if loader != api.LoaderJSON && strings.Contains(contents, "import.meta") {
		// On the first line, so that line numbers hold; columns of that line do not.
		contents = "const " + metaURL + "=" + strconv.Quote(args.Path) + ";" + contents
	}
	return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
}

// get fetches an import and keeps it, within the limits.
func (b *bundler) get(target string) ([]byte, string, error) {
	b.mu.Lock()
	count := len(b.imports)
	b.mu.Unlock()
	if count >= maxModules {
		return nil, "", fmt.Errorf("more than %d modules", maxModules)
	}
	if b.fetch == nil {
		return nil, "", errors.New("imports are not available here")
	}
	body, contentType, err := b.fetch(b.ctx, target)
	if err != nil {
		return nil, "", fmt.Errorf("cannot get %s: %w", target, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.size += len(body); b.size > maxBundle {
		return nil, "", fmt.Errorf("the modules are larger than %d MiB together", maxBundle>>20)
	}
	b.imports[target] = body
	return body, contentType, nil
}

// moduleLoader decides by MIME type, as the standard does, then, for TypeScript,
// which servers send as video/mp2t or text/plain, by the file's name.
func moduleLoader(target, contentType, wanted string) (api.Loader, error) {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = strings.TrimSpace(strings.ToLower(strings.Split(contentType, ";")[0]))
	}
	extension := ""
	if u, err := url.Parse(target); err == nil {
		extension = strings.ToLower(path.Ext(u.Path))
	}
	isJSON := kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json")
	switch {
	case wanted == "json" && isJSON:
		return api.LoaderJSON, nil
	case wanted == "json":
		return 0, fmt.Errorf("%s is %q, not JSON", target, contentType)
	case isJSON:
		return 0, fmt.Errorf("%s is JSON: import it with {type: 'json'}", target)
	case extension == ".ts" || extension == ".mts" || kind == "text/typescript" || kind == "application/typescript" || kind == "application/x-typescript":
		return api.LoaderTS, nil
	case extension == ".tsx":
		return api.LoaderTSX, nil
	case JavaScriptType(kind):
		return api.LoaderJS, nil
	}
	return 0, fmt.Errorf("%s is %q, not JavaScript: the server must send it as text/javascript", target, contentType)
}

// JavaScriptType reports whether a MIME type's essence is a JavaScript one.
// https://mimesniff.spec.whatwg.org/#javascript-mime-type
func JavaScriptType(essence string) bool {
	switch essence {
	case "text/javascript", "application/javascript", "application/ecmascript", "application/x-ecmascript",
		"application/x-javascript", "text/ecmascript", "text/javascript1.0", "text/javascript1.1",
		"text/javascript1.2", "text/javascript1.3", "text/javascript1.4", "text/javascript1.5",
		"text/jscript", "text/livescript", "text/x-ecmascript", "text/x-javascript":
		return true
	}
	return false
}
