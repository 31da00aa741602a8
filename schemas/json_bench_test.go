package schemas

import (
	"encoding/json"
	"os"
	"testing"
)

// What the checks of Decode cost beside encoding/json alone.
func BenchmarkDecodeRegistration(b *testing.B) {
	data, err := os.ReadFile("testdata/Registration.json")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("checked", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Decode[Registration](data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var r Registration
			if err := json.Unmarshal(data, &r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
