package rank_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"asterism/bus/rank"

	"pgregory.net/rapid"
)

// A change of these values is a change of the wire agreement: a cluster of
// mixed versions would start the same worker in two places.
func TestOrderIsFixed(t *testing.T) {
	got := rank.Order("https://shop.example/", []string{"a", "b", "c", "d"})
	want := []string{"a", "b", "d", "c"}
	if !slices.Equal(got, want) {
		t.Fatalf("order %v, want %v", got, want)
	}
}

func TestNoMembers(t *testing.T) {
	if got := rank.Order("k", nil); len(got) != 0 {
		t.Fatalf("got %v", got)
	}
	if _, ok := rank.First("k", nil); ok {
		t.Fatal("First of nobody")
	}
}

func TestOrderIgnoresInputOrderAndIsAPermutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.StringN(1, 12, -1), rapid.ID[string]).Draw(t, "ids")
		key := rapid.String().Draw(t, "key")
		before := slices.Clone(ids)
		a := rank.Order(key, ids)
		if !slices.Equal(ids, before) {
			t.Fatal("ids changed")
		}
		shuffled := rapid.Permutation(ids).Draw(t, "shuffled")
		if b := rank.Order(key, shuffled); !slices.Equal(a, b) {
			t.Fatalf("%v and %v", a, b)
		}
		if first, ok := rank.First(key, shuffled); ok != (len(a) > 0) || ok && first != a[0] {
			t.Fatalf("First %q of %v", first, a)
		}
		slices.Sort(a)
		slices.Sort(before)
		if !slices.Equal(a, before) {
			t.Fatalf("not a permutation: %v of %v", a, before)
		}
	})
}

// The others keep their order when one leaves.
func TestLeavingMovesOnlyItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringN(1, 12, -1), 1, 20, rapid.ID[string]).Draw(t, "ids")
		key := rapid.String().Draw(t, "key")
		gone := rapid.SampledFrom(ids).Draw(t, "gone")
		drop := func(s []string) []string {
			return slices.DeleteFunc(slices.Clone(s), func(id string) bool { return id == gone })
		}
		if a, b := drop(rank.Order(key, ids)), rank.Order(key, drop(ids)); !slices.Equal(a, b) {
			t.Fatalf("%v and %v", a, b)
		}
	})
}

// Similar ids and similar keys (what clusters have) spread evenly: the share of
// each place stays within five standard deviations of the mean.
func TestBalance(t *testing.T) {
	const keys = 20000
	for _, members := range []int{2, 3, 5, 16, 64} {
		ids := make([]string, members)
		for i := range ids {
			ids[i] = fmt.Sprintf("manager-%d", i)
		}
		first, second := map[string]int{}, map[string]int{}
		for k := range keys {
			order := rank.Order(fmt.Sprintf("https://tenant-%d.example/app/", k), ids)
			first[order[0]]++
			second[order[1]]++
		}
		p := 1 / float64(members)
		mean, sd := keys*p, math.Sqrt(keys*p*(1-p))
		for place, counts := range []map[string]int{first, second} {
			for _, id := range ids {
				if off := math.Abs(float64(counts[id]) - mean); off > 5*sd {
					t.Errorf("%d members, place %d: %s has %d keys, mean %.0f, sd %.0f", members, place, id, counts[id], mean, sd)
				}
			}
		}
	}
}

func BenchmarkOrder16(b *testing.B) {
	ids := make([]string, 16)
	for i := range ids {
		ids[i] = fmt.Sprintf("manager-%d", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		rank.Order("https://shop.example/", ids)
	}
}
