package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"asterism/bus"
)

// subjectsPage is the reference page of every contract.
func subjectsPage(src *source) []byte {
	var b strings.Builder
	b.WriteString(`# Subjects, streams and buckets

<!-- Written by go run ./internal/docsgen from bus/contracts.go. Do not edit. -->

What the services say to each other. A template's ` + "`{scope}`" + ` is a scope URL as four subject tokens
(` + "`https://shop.example:8443/profile/` is `https.shop_example.8443./profile/`" + `); every other placeholder is one
token. Messages are JSON with a schema in [schemas/json](../schemas/json), or binary frames described in
[schemas/FRAME.md](../schemas/FRAME.md). The same as an AsyncAPI document: [schemas/asyncapi.yaml](../schemas/asyncapi.yaml).

An error reply carries the headers ` + "`Nats-Service-Error` and `Nats-Service-Error-Code`" + ` and an
[Error](../schemas/json/Error.json) as its data.
`)
	for _, part := range []struct {
		kind  bus.Kind
		title string
		row   func(c bus.Contract) string
		head  string
	}{
		{bus.KindRequest, "Requests", requestRow, "| name | subject | answered by | request → reply | waits | what |\n|---|---|---|---|---|---|\n"},
		{bus.KindEvent, "Events", eventRow, "| name | subject | message | what |\n|---|---|---|---|\n"},
		{bus.KindQueue, "Work queues", eventRow, "| stream | subject | message | what |\n|---|---|---|---|\n"},
		{bus.KindStream, "Streamed bodies", streamRow, "| name | subject | what |\n|---|---|---|\n"},
		{bus.KindBucket, "Buckets", bucketRow, "| bucket | key | value | lives | what |\n|---|---|---|---|---|\n"},
		{bus.KindObjects, "Object stores", streamRow, "| store | name | what |\n|---|---|---|\n"},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n%s", part.title, part.head)
		for _, c := range bus.AllContracts() {
			if c.Kind == part.kind {
				b.WriteString(part.row(c))
			}
		}
	}
	b.WriteString("\n## Messages\n\n| message | what |\n|---|---|\n")
	for _, t := range messages() {
		fmt.Fprintf(&b, "| %s | %s |\n", link(t), strings.ReplaceAll(src.synopsis(t), "|", `\|`))
	}
	return []byte(b.String())
}

// link leads to a message's schema.
func link(t reflect.Type) string {
	if isFrame(t) {
		return fmt.Sprintf("[%s](../schemas/FRAME.md)", t.Name())
	}
	return fmt.Sprintf("[%s](../%s/%s.json)", t.Name(), schemaDir, t.Name())
}

func requestRow(c bus.Contract) string {
	who := "everyone there"
	if c.Queue != "" {
		who = "one of `" + c.Queue + "`"
	} else if names := placeholders(c.Template); len(names) > 0 {
		who = "that " + names[len(names)-1]
	}
	return fmt.Sprintf("| %s | `%s` | %s | %s → %s | %s | %s |\n", c.Name, c.Template, who, link(c.Types[0]), link(c.Types[1]), span(c.Timeout), c.Doc)
}

func eventRow(c bus.Contract) string {
	return fmt.Sprintf("| %s | `%s` | %s | %s |\n", c.Name, c.Template, link(c.Types[0]), c.Doc)
}

func streamRow(c bus.Contract) string {
	return fmt.Sprintf("| %s | `%s` | %s |\n", c.Name, c.Template, c.Doc)
}

func bucketRow(c bus.Contract) string {
	lives := "for good"
	if c.TTL > 0 {
		lives = span(c.TTL) + " unless renewed"
	}
	return fmt.Sprintf("| %s | `%s` | %s | %s | %s |\n", c.Name, c.Template, link(c.Types[0]), lives, c.Doc)
}

// span is a duration without zeros at its end.
func span(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	return s
}
