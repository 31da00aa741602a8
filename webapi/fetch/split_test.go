package fetch

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/iotest"
)

type closeCounter struct {
	io.Reader
	closed int
}

func (c *closeCounter) Close() error {
	c.closed++
	return nil
}

func TestSplit(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 10_000)
	for name, reader := range map[string]io.Reader{
		"whole": bytes.NewReader(data), "halves": iotest.HalfReader(bytes.NewReader(data)),
		"data and error": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		source := &closeCounter{Reader: reader}
		one, two := split(source)
		var wg sync.WaitGroup
		for _, half := range []io.ReadCloser{one, two} {
			wg.Go(func() {
				got, err := io.ReadAll(half)
				if err != nil || !bytes.Equal(got, data) {
					t.Errorf("%s: %d bytes, %v", name, len(got), err)
				}
			})
		}
		wg.Wait()
		one.Close()
		one.Close()
		if source.closed != 0 {
			t.Error("closed with a half open")
		}
		if two.Close(); source.closed != 1 {
			t.Error("not closed with both halves")
		}
	}
}

func TestSplitHalfClosed(t *testing.T) {
	one, two := split(&closeCounter{Reader: io.MultiReader(bytes.NewReader([]byte("abc")), iotest.ErrReader(io.ErrUnexpectedEOF))})
	two.Close()
	got, err := io.ReadAll(one)
	if string(got) != "abc" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := two.Read(make([]byte, 1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("reading a closed half: %v", err)
	}
}
