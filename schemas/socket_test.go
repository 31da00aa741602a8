package schemas

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestSocketFrames(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 2*MaxSocketPart+7)
	var stream []byte
	stream = AppendSocketFrame(stream, SocketText, []byte("é"))
	stream = AppendSocketFrame(stream, SocketBinary, nil)
	stream = AppendSocketFrame(stream, SocketBinary, long)
	stream = AppendSocketFrame(stream, SocketClose, SocketCloseData(3000, "why"))
	r := bufio.NewReader(bytes.NewReader(stream))
	var buf, message []byte
	var got []string
	for {
		f, err := ReadSocketFrame(r, buf)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		buf = f.Data
		if message = append(message, f.Data...); f.More() {
			continue
		}
		if f.Kind == SocketClose {
			if code, reason := f.CloseStatus(); code != 3000 || reason != "why" {
				t.Errorf("%d %q", code, reason)
			}
		}
		got = append(got, string(f.Kind)+string(message))
		message = nil
	}
	if len(got) != 4 || got[0] != "té" || got[1] != "b" || got[2] != "b"+string(long) {
		t.Errorf("%d frames: %.40q", len(got), got)
	}
	if code, _ := (SocketFrame{SocketClose, SocketCloseData(1005, "")}).CloseStatus(); code != 1005 {
		t.Errorf("no code is %d", code)
	}
}

// FuzzSocketFrame: no stream panics or takes much memory; what is read is written
// the same.
func FuzzSocketFrame(f *testing.F) {
	f.Add(AppendSocketFrame(AppendSocketFrame(nil, SocketText, []byte("a")), SocketClose, SocketCloseData(1000, "r")))
	f.Add([]byte("b\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bufio.NewReader(bytes.NewReader(data))
		var out []byte
		for {
			frame, err := ReadSocketFrame(r, nil)
			if err == nil {
				out = appendSocketFrame(out, frame.Kind, frame.Data)
				frame.CloseStatus()
				continue
			}
			if err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, &Error{Code: CodeBadMessage}) && err.Error() == "" {
				t.Fatal(err)
			}
			break
		}
		again := bufio.NewReader(bytes.NewReader(out))
		for {
			if _, err := ReadSocketFrame(again, nil); err == io.EOF {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}
