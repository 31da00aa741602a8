package bus_test

import (
	"context"
	"errors"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

func TestProgress(t *testing.T) {
	var p bus.Progress
	p.Reach(3)
	if !p.Await(t.Context(), 3) {
		t.Error("what was reached is waited for")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if p.Await(ended, 4) {
		t.Error("what was not reached is there")
	}
	reached := make(chan bool)
	go func() { reached <- p.Await(t.Context(), 5) }()
	p.Reach(4)
	p.Reach(5)
	if !<-reached {
		t.Error("not reached")
	}
}

func TestProgressAnswer(t *testing.T) {
	var p bus.Progress
	p.Reach(3)
	if _, err := p.Answer(t.Context(), schemas.Caught{Revision: 3}, nil); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Answer(ended, schemas.Caught{Revision: 4}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
