package main

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"asterism/bus"
)

// asyncAPI is an AsyncAPI 3.0 document of every subject. Buckets and object
// stores are JetStream's and are in docs/subjects.md only.
//
// https://www.asyncapi.com/docs/reference/specification/v3.0.0
func asyncAPI(src *source) []byte {
	var channels, operations, all object
	used := map[reflect.Type]bool{}
	for _, c := range bus.AllContracts() {
		if c.Kind == bus.KindBucket || c.Kind == bus.KindObjects {
			continue
		}
		for _, t := range c.Types {
			used[t] = true
		}
		channels = append(channels, member{c.Name, channel(c)})
		operation := object{
			{"action", "receive"},
			{"channel", ref("#/channels/" + c.Name)},
			{"summary", c.Doc},
		}
		if c.Queue != "" {
			operation = append(operation, member{"bindings", object{{"nats", object{{"queue", c.Queue}, {"bindingVersion", "0.1.0"}}}}})
		}
		if c.Kind == bus.KindRequest {
			channels = append(channels, member{c.Name + ".reply", object{
				{"address", nil},
				{"messages", object{
					{c.Types[1].Name(), ref("#/components/messages/" + c.Types[1].Name())},
					{"Error", ref("#/components/messages/Error")},
				}},
			}})
			operation = append(operation, member{"reply", object{
				{"channel", ref("#/channels/" + c.Name + ".reply")},
			}})
		}
		operations = append(operations, member{c.Name, operation})
	}
	for _, t := range messages() {
		if used[t] || t.Name() == "Error" {
			all = append(all, member{t.Name(), message(t, src)})
		}
	}
	var b strings.Builder
	b.WriteString("# Written by go run ./internal/docsgen from bus/contracts.go. Do not edit.\n")
	object{
		{"asyncapi", "3.0.0"},
		{"info", object{
			{"title", "asterism"},
			{"version", "1.0.0"},
			{"description", "Service workers on a message bus. Subjects are NATS subjects; {scope} stands for four tokens, every other placeholder for one."},
		}},
		{"defaultContentType", "application/json"},
		{"channels", channels},
		{"operations", operations},
		{"components", object{{"messages", all}}},
	}.yaml(&b, "")
	return []byte(b.String())
}

func ref(to string) object { return object{{"$ref", to}} }

// placeholders are the names in a template.
func placeholders(template string) (names []string) {
	for _, m := range regexp.MustCompile(`\{([a-z0-9]+)\}`).FindAllStringSubmatch(template, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

func channel(c bus.Contract) object {
	o := object{{"address", c.Template}, {"description", c.Doc}}
	if len(c.Types) > 0 {
		o = append(o, member{"messages", object{{c.Types[0].Name(), ref("#/components/messages/" + c.Types[0].Name())}}})
	}
	var params object
	for _, name := range placeholders(c.Template) {
		doc := "One subject token."
		if name == "scope" {
			doc = "A scope URL as four subject tokens: https://shop.example:8443/profile/ is https.shop_example.8443./profile/."
		}
		params = append(params, member{name, object{{"description", doc}}})
	}
	if params != nil {
		o = append(o, member{"parameters", params})
	}
	return o
}

func message(t reflect.Type, src *source) object {
	o := object{{"name", t.Name()}, {"summary", src.synopsis(t)}}
	if isFrame(t) {
		return append(o,
			member{"contentType", "application/octet-stream"},
			member{"description", fmt.Sprintf("A binary frame: see FRAME.md, %s.", t.Name())})
	}
	return append(o, member{"payload", object{
		{"schemaFormat", "application/schema+json;version=draft-07"},
		{"schema", ref("./json/" + t.Name() + ".json")},
	}})
}
