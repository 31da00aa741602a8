package constellation

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"asterism/js/transpile"
	"asterism/schemas"
	"asterism/services/constellation/policy"
	"asterism/webapi/dataurl"
	"asterism/webapi/encoding"
)

// prepare stores a worker's scripts and what is to be run: the script itself, or
// its lowered or bundled form.
func (s *Service) prepare(ctx context.Context, j *job, w *schemas.Worker, language policy.Language, source []byte, cache string) error {
	if _, err := s.scripts.Put(ctx, source); err != nil {
		return err
	}
	text, err := decode(source)
	if err != nil {
		return err
	}
	program := text
	switch {
	case w.Type == "module":
		if program, err = s.bundle(ctx, j, w, language, text, cache); err != nil {
			return err
		}
	case language == policy.TypeScript || transpile.Needed(text):
		loader := transpile.JS
		if language == policy.TypeScript {
			loader = transpile.TS
		}
		if program, _, err = transpile.Classic(text, w.ScriptURL, loader); err != nil {
			return sourceError(err)
		}
	}
	w.Program, err = s.scripts.Put(ctx, program)
	return err
}

// bundle makes one script of a module and its imports, and records these.
func (s *Service) bundle(ctx context.Context, j *job, w *schemas.Worker, language policy.Language, source []byte, cache string) ([]byte, error) {
	contentType := "text/javascript"
	if language == policy.TypeScript {
		contentType = "text/typescript"
	}
	fetch := func(ctx context.Context, url string) ([]byte, string, error) {
		if strings.HasPrefix(url, "data:") {
			kind, body, ok := dataurl.Process(url)
			if !ok {
				return nil, "", errors.New("the data: URL does not parse")
			}
			return body, kind.String(), nil
		}
		got, err := s.fetch(ctx, j.scope.Origin(), j.importRequest(url, cache))
		if err != nil {
			return nil, "", err
		}
		if !got.ok() {
			return nil, "", fmt.Errorf("%s answered with status %d", url, got.status)
		}
		contentType, _ := got.headers.Get("Content-Type")
		return got.body, contentType, nil
	}
	result, err := transpile.BundleAs(ctx, w.ScriptURL, source, contentType, fetch)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, sourceError(err)
	}
	w.Imports = map[string]string{}
	for url, body := range result.Imports {
		if strings.HasPrefix(url, "data:") { // it cannot change
			continue
		}
		if w.Imports[url], err = s.scripts.Put(ctx, body); err != nil {
			return nil, err
		}
	}
	return result.Program, nil
}

// sourceError makes a script that does not parse reject with a TypeError.
func sourceError(err error) error {
	if e, ok := errors.AsType[*transpile.Error](err); ok {
		return typeError(schemas.CodeScript, "SyntaxError: %s", e.Error())
	}
	return typeError(schemas.CodeScript, "%v", err)
}

// decode is UTF-8 decode, which takes a byte order mark off.
func decode(source []byte) ([]byte, error) {
	d, err := encoding.NewDecoder("utf-8", false, false)
	if err != nil {
		return nil, err
	}
	text, err := d.Decode(source, false)
	return []byte(text), err
}
