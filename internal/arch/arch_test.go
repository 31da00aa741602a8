package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestImports holds the whole module against the rules.
func TestImports(t *testing.T) {
	lookAtSources(t, "../..")
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", Module+"/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	packages := 0
	for d := json.NewDecoder(bytes.NewReader(out)); ; packages++ {
		var p Package
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range Check(p) {
			t.Error(wrong)
		}
	}
	if packages < 10 {
		t.Errorf("go list told of %d packages only", packages)
	}
}

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		p    Package
		want string // in the reason; "" = allowed
	}{
		"services import each other": {Package{ImportPath: "asterism/services/loader", Imports: []string{"asterism/services/manager"}}, "services never import each other"},
		"a service's own parts":      {Package{ImportPath: "asterism/services/loader", Imports: []string{"asterism/services/loader/egress"}}, ""},
		"webapi and bus":             {Package{ImportPath: "asterism/webapi/fetch", Imports: []string{"asterism/bus"}}, "Host interface"},
		"bus upwards":                {Package{ImportPath: "asterism/bus", Imports: []string{"asterism/js"}}, "imports run"},
		"bus and schemas":            {Package{ImportPath: "asterism/bus", Imports: []string{"asterism/schemas", "github.com/nats-io/nats.go/micro"}}, ""},
		"NATS in a service":          {Package{ImportPath: "asterism/services/loader", Imports: []string{"github.com/nats-io/nats.go"}}, "NATS appears only"},
		"NATS in a service's test":   {Package{ImportPath: "asterism/services/loader", XTestImports: []string{"github.com/nats-io/nats.go"}}, "NATS appears only"},
		"goja in the loader":         {Package{ImportPath: "asterism/services/loader", Imports: []string{"github.com/dop251/goja"}}, "goja appears only"},
		"goja in the manager":        {Package{ImportPath: "asterism/services/manager/worker", Imports: []string{"github.com/dop251/goja"}}, ""},
		"esbuild":                    {Package{ImportPath: "asterism/js", Imports: []string{"github.com/evanw/esbuild/pkg/api"}}, "esbuild appears only"},
		"schemas":                    {Package{ImportPath: "asterism/schemas", Imports: []string{"encoding/json", "golang.org/x/text"}}, "standard library alone"},
		"test helper in a test":      {Package{ImportPath: "asterism/services/loader", TestImports: []string{"asterism/bus/bustest"}}, ""},
		"test helper elsewhere":      {Package{ImportPath: "asterism/services/loader", Imports: []string{"asterism/bus/bustest"}}, "helper for tests"},
		"main":                       {Package{ImportPath: "asterism", Imports: []string{"asterism/services/loader"}}, "imports run"},
		"bench":                      {Package{ImportPath: "asterism/bench", Imports: []string{"github.com/nats-io/nats.go"}}, ""},
	} {
		got := strings.Join(Check(test.p), "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q; want %q", name, got, test.want)
		}
	}
}

// lookAtSources makes the result of this test depend on every Go file: what a
// command reads does not keep `go test` from giving a cached result.
func lookAtSources(t *testing.T, root string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		if err == nil && strings.HasSuffix(path, ".go") {
			_, err = os.Stat(path)
		}
		if errors.Is(err, fs.ErrNotExist) { // an editor's temporary file
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
