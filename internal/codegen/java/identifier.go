package java

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gatewright/gatewright/model/naming"
)

// longest is how many bytes an identifier has; what is longer is cut, and tells by a
// checksum what it was. The names of class files have at most 255 bytes, with those of
// the classes around them.
const longest = 80

// className returns the name of a class, GetPetById of getPetById.
func className(name string) string {
	id := pascal(name)
	if first, _ := utf8.DecodeRuneInString(id); !unicode.IsLetter(first) {
		id = "X" + id
	}
	return shortened(id)
}

// memberName returns the name of a method or a variable: getPetById.
func memberName(name string) string {
	words := words(name)
	id := strings.ToLower(words[0]) + pascalOf(words[1:])
	if first, _ := utf8.DecodeRuneInString(id); !unicode.IsLetter(first) {
		id = "x" + id
	}
	return shortened(id)
}

// constantName returns the name of a constant: IN_STOCK.
func constantName(name string) string {
	id := strings.ToUpper(strings.Join(words(name), "_"))
	if first, _ := utf8.DecodeRuneInString(id); !unicode.IsLetter(first) {
		id = "X" + id
	}
	return shortened(id)
}

func pascal(name string) string { return pascalOf(words(name)) }

func pascalOf(words []string) string {
	var b strings.Builder
	for _, word := range words {
		lower := strings.ToLower(word)
		first, size := utf8.DecodeRuneInString(lower)
		b.WriteString(string(unicode.ToUpper(first)) + lower[size:])
	}
	return b.String()
}

// words splits a name, and spells out what has neither letters nor digits, and the
// sign of a number.
func words(name string) []string {
	found := naming.Words(strings.Map(identifierRune, name))
	if len(found) == 0 {
		return naming.Spelled(name)
	}
	if first, _ := utf8.DecodeRuneInString(found[0]); unicode.IsDigit(first) {
		switch name[0] {
		case '-':
			return append([]string{"minus"}, found...)
		case '+':
			return append([]string{"plus"}, found...)
		}
	}
	return found
}

// identifierRune leaves out what Java does not take in identifiers: marks above
// letters, and characters that not every Java 17 knows.
func identifierRune(r rune) rune {
	switch {
	case unicode.Is(unicode.M, r):
		return -1
	case r > 0xffff:
		return ' '
	}
	return r
}

func shortened(id string) string {
	if len(id) <= longest {
		return id
	}
	const checksum = 8
	end := longest - checksum
	for !utf8.RuneStart(id[end]) {
		end--
	}
	sum := sha256.Sum256([]byte(id))
	return id[:end] + strings.ToUpper(hex.EncodeToString(sum[:checksum/2]))
}

// scope is where names must differ, also on file systems where case does not count. A
// name that is taken gets the first number, from 2, with which it is not.
type scope struct {
	taken map[string]bool
	last  map[string]int // number that a name got
}

func newScope(taken ...[]string) scope {
	s := scope{map[string]bool{}, map[string]int{}}
	for _, names := range taken {
		for _, name := range names {
			s.reserve(name)
		}
	}
	return s
}

func (s scope) reserve(name string) { s.taken[fold(name)] = true }

func (s scope) take(name string) string {
	candidate, key := name, fold(name)
	for n := max(2, s.last[key]); s.has(candidate); n++ {
		candidate = numbered(name, n)
		s.last[key] = n
	}
	s.reserve(candidate)
	return candidate
}

func (s scope) has(name string) bool { return s.taken[fold(name)] }

func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// numbered puts a number behind a name, apart from one that is there already.
func numbered(name string, n int) string {
	if last := name[len(name)-1]; '0' <= last && last <= '9' {
		return name + "_" + strconv.Itoa(n)
	}
	return name + strconv.Itoa(n)
}

// keywords are the words that Java 17 reserves, in all places or in some.
var keywords = strings.Fields(`abstract assert boolean break byte case catch char class const continue default do double
	else enum exports extends false final finally float for goto if implements import instanceof int interface long module
	native new non null opens package permits private protected provides public record requires return sealed short static
	strictfp super switch synchronized this throw throws to transient transitive true try uses var void volatile when while
	with yield _`)

// objectMethods are those of every object, which components of records must not be
// called like; and what the records' own methods are called.
var objectMethods = strings.Fields("clone finalize getClass hashCode notify notifyAll toString wait equals builder build toBuilder")

func isKeyword(name string) bool { return slices.Contains(keywords, name) }

// langNames are the classes of java.lang, which a class of the model in the same
// package would hide.
var langNames = strings.Fields(`AbstractMethodError Appendable ArithmeticException ArrayIndexOutOfBoundsException
	ArrayStoreException AssertionError AutoCloseable Boolean BootstrapMethodError Byte CharSequence Character Class
	ClassCastException ClassCircularityError ClassFormatError ClassLoader ClassNotFoundException ClassValue
	CloneNotSupportedException Cloneable Comparable Compiler Deprecated Double Enum EnumConstantNotPresentException Error
	Exception ExceptionInInitializerError Float FunctionalInterface IllegalAccessError IllegalAccessException
	IllegalArgumentException IllegalCallerException IllegalMonitorStateException IllegalStateException
	IllegalThreadStateException IncompatibleClassChangeError IndexOutOfBoundsException InheritableThreadLocal
	InstantiationError InstantiationException Integer InternalError InterruptedException Iterable LayerInstantiationException
	LinkageError Long MatchException Math Module ModuleLayer NegativeArraySizeException NoClassDefFoundError
	NoSuchFieldError NoSuchFieldException NoSuchMethodError NoSuchMethodException NullPointerException Number
	NumberFormatException Object OutOfMemoryError Override Package Process ProcessBuilder ProcessHandle Readable Record
	ReflectiveOperationException Runnable Runtime RuntimeException RuntimePermission SafeVarargs ScopedValue SecurityException
	SecurityManager Short StackOverflowError StackTraceElement StackWalker StrictMath String StringBuffer StringBuilder
	StringIndexOutOfBoundsException StringTemplate SuppressWarnings System Thread ThreadDeath ThreadGroup ThreadLocal
	Throwable TypeNotPresentException UnknownError UnsatisfiedLinkError UnsupportedClassVersionError
	UnsupportedOperationException VerifyError VirtualMachineError Void WrongThreadException`)
