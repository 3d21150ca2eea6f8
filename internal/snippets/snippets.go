// Package snippets finds the code that the documentation shows, for the tests that
// compile it: each language's test takes the blocks of that language from all documents,
// so that a new block is held to the same as the others.
package snippets

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
)

// Block is code that a document shows between fences.
type Block struct {
	Document string // from the root of the repository, with slashes
	Number   int    // among those of its language and note in the document, from 1
	Line     int    // of the fence that opens it
	Language string
	Note     string // what follows the language: "before" is code of another library
	Text     string
}

// Before is the note of code as it was for another library, which nothing here compiles.
const Before = "before"

// String returns where the block stands.
func (b Block) String() string { return fmt.Sprintf("%s:%d", b.Document, b.Line) }

// Name is fit for a file, and is that of no other block of the language.
func (b Block) Name() string {
	document := strings.NewReplacer("/", "_", "-", "_", ".md", "").Replace(strings.TrimPrefix(b.Document, "docs/"))
	return fmt.Sprintf("%s_%d", strings.ToLower(document), b.Number)
}

var fenced = regexp.MustCompile("(?m)^ *```([^\\s`]*) *([^\n`]*)\n((?:.*\n)*?) *```$")

// All returns the blocks of README.md and docs, in their order.
func All(root string) ([]Block, error) {
	var blocks []Block
	files := os.DirFS(root)
	read := func(name string) error {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		blocks = append(blocks, in(name, string(text))...)
		return nil
	}
	if err := read("README.md"); err != nil {
		return nil, err
	}
	err := fs.WalkDir(files, "docs", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		return read(name)
	})
	return blocks, err
}

// in returns the blocks of one document.
func in(document, text string) []Block {
	var blocks []Block
	seen := map[string]int{}
	for _, at := range fenced.FindAllStringSubmatchIndex(text, -1) {
		language := text[at[2]:at[3]]
		kind := language + " " + text[at[4]:at[5]]
		seen[kind]++
		blocks = append(blocks, Block{
			Document: document,
			Number:   seen[kind],
			Line:     strings.Count(text[:at[0]], "\n") + 1,
			Language: language,
			Note:     text[at[4]:at[5]],
			Text:     text[at[6]:at[7]],
		})
	}
	return blocks
}

// Of returns the blocks of one language that are to be compiled; there must be some.
func Of(root, language string) ([]Block, error) {
	all, err := All(root)
	if err != nil {
		return nil, err
	}
	var blocks []Block
	for _, b := range all {
		if b.Language == language && b.Note != Before {
			blocks = append(blocks, b)
		}
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("no document under %s shows %s", root, language)
	}
	return blocks, nil
}
