package apidocs

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/gatewright/gatewright/internal/codegen"
)

//go:embed page.tmpl
var pageText string

//go:embed page.css
var style string

//go:embed page.js
var script string

// prose converts the model's descriptions, which are CommonMark. It leaves raw HTML and
// unsafe links out, and links to images instead of loading them.
var prose = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Linkify),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(imagesAsLinks{}, 0))),
	)
})

type imagesAsLinks struct{}

// Transform implements [parser.ASTTransformer].
func (imagesAsLinks) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	var images []*ast.Image
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker returns no error
		if image, ok := n.(*ast.Image); ok && entering {
			images = append(images, image)
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		link := ast.NewLink()
		link.Destination, link.Title = image.Destination, image.Title
		image.Parent().ReplaceChild(image.Parent(), image, link)
		for child := image.FirstChild(); child != nil; child = image.FirstChild() {
			link.AppendChild(link, child)
		}
	}
}

// pageTemplate is parsed when a page is written: other commands need not wait for it.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{"prose": proseHTML}).Parse(pageText))
})

func proseHTML(markdown string) (template.HTML, error) {
	var b bytes.Buffer
	err := prose().Convert([]byte(markdown), &b)
	return template.HTML(b.String()), err //nolint:gosec // goldmark escapes text, and leaves raw HTML out
}

// HTML returns the document as one page, which loads nothing: its policy allows its own
// style and script, and requests to the API that its reader names.
func (d *Document) HTML() ([]codegen.File, error) {
	page := struct {
		*Document
		Marker, Policy string
		Style          template.CSS
		Script         template.JS
	}{
		d, codegen.Marker,
		fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; connect-src http: https:; base-uri 'none'; form-action 'none'",
			hash(style), hash(script)),
		template.CSS(style), template.JS(script), //nolint:gosec // both are in the binary
	}
	var b bytes.Buffer
	if err := pageTemplate().Execute(&b, page); err != nil {
		return nil, err
	}
	return []codegen.File{{Path: "index.html", Text: b.Bytes()}}, nil
}

// hash is a source of a content security policy (Content Security Policy Level 3,
// section 2.3.1).
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
