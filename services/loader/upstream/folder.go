package upstream

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
)

// Folder serves the files below a folder. Symbolic links that lead out of it
// and names that begin with a dot (but ".well-known") are not there. A folder
// is its index.html; there are no listings, and a request for /index.html gets
// the file rather than a redirect.
type Folder struct{ root *os.Root }

// OpenFolder opens a folder; Close releases it.
func OpenFolder(name string) (*Folder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Folder{root: root}, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.Close() }

// ServeHTTP answers GET and HEAD, with ranges and conditions.
func (f *Folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "405: a folder answers only GET and HEAD")
		return
	}
	name, ok := fileName(r.URL.Path)
	if !ok {
		notFound(w, r)
		return
	}
	info, err := f.root.Stat(name)
	if err == nil && info.IsDir() {
		if !strings.HasSuffix(r.URL.Path, "/") {
			redirectToFolder(w, r)
			return
		}
		name = path.Join(name, "index.html")
		info, err = f.root.Stat(name)
	} else if strings.HasSuffix(r.URL.Path, "/") && err == nil {
		err = fs.ErrNotExist // a file is not a folder
	}
	switch {
	case err == nil && info.Mode().IsRegular():
		f.serveFile(w, r, name)
	case errors.Is(err, fs.ErrPermission):
		plain(w, http.StatusForbidden, "403: the file may not be read")
	default:
		notFound(w, r)
	}
}

func (f *Folder) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	file, err := f.root.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			plain(w, http.StatusForbidden, "403: the file may not be read")
			return
		}
		notFound(w, r)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		notFound(w, r)
		return
	}
	h := w.Header()
	if t := mimeType(name); t != "" {
		h["Content-Type"] = []string{t}
	} else {
		delete(h, "Content-Type") // let ServeContent look at the bytes
	}
	h.Set("ETag", `"`+strconv.FormatInt(info.ModTime().UnixNano(), 36)+"-"+strconv.FormatInt(info.Size(), 36)+`"`)
	h.Set("Cache-Control", "no-cache") // ask again, with the ETag
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// fileName is the name below the root for a decoded URL path.
func fileName(urlPath string) (string, bool) {
	if strings.ContainsAny(urlPath, "\x00\\") {
		return "", false
	}
	name := strings.TrimPrefix(path.Clean("/"+urlPath), "/")
	for segment := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(segment, ".") && segment != ".well-known" {
			return "", false
		}
	}
	if name == "" {
		name = "."
	}
	return name, true
}

// redirectToFolder adds the slash that relative URLs in an index.html need. The
// location is a path of this origin even when the request's began with "//".
func redirectToFolder(w http.ResponseWriter, r *http.Request) {
	to := "/" + strings.TrimLeft(r.URL.EscapedPath(), "/") + "/"
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	plain(w, http.StatusMovedPermanently, "301: a folder's URL ends with a slash")
}

func notFound(w http.ResponseWriter, r *http.Request) {
	plain(w, http.StatusNotFound, "404: there is no "+r.URL.EscapedPath()+" here")
}

// plain answers with one line of text.
func plain(w http.ResponseWriter, status int, line string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(line)+1))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(line + "\n"))
}
