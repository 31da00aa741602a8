package console

// Level is how grave a line is.
type Level string

const (
	Debug Level = "debug"
	Info  Level = "info"
	Log   Level = "log"
	Warn  Level = "warn"
	Error Level = "error"
)

// Host takes what a script writes to its console. It is called on the loop and
// must not block.
type Host interface {
	// Console takes one entry, which may have several lines. source is
	// "file:line:column" of the call, "" when not known.
	Console(level Level, text, source string)
}

// maxText bounds one entry, in bytes.
const maxText = 64 << 10
