// Command go is the program in Go: README.md says what it does.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"example.com/app/conformance"
	app "example.com/app/conformance/conformancehandler"
	"github.com/gatewright/gatewright/handler"
)

var caller = handler.NewKey[string]("caller")

// stamp denies what X-Deny asks it to, and otherwise marks the response.
func stamp(next handler.Func) handler.Func {
	return func(ctx context.Context, r *handler.Request) *handler.Response {
		switch r.Header("X-Deny") {
		case "return":
			response, err := (&handler.Error{StatusCode: http.StatusForbidden, Message: "denied"}).Respond()
			if err != nil {
				return handler.Answer(ctx, r, err)
			}
			return response
		case "throw":
			return handler.Answer(ctx, r, &handler.Error{StatusCode: http.StatusForbidden, Message: "thrown"})
		case "error":
			return handler.Answer(ctx, r, errors.New("the interceptor failed"))
		}
		name := r.Header("X-Caller")
		if name == "" {
			name = "nobody"
		}
		response := next(caller.With(ctx, name), r)
		if _, invalid := errors.AsType[*handler.InvalidRequest](response.Err); response.Err == nil || invalid {
			response.Set("X-Stamp", "conformance")
		}
		return response
	}
}

type api struct{}

func (api) ListItems(_ context.Context, in app.ListItemsInput) (app.ListItemsResponse, error) {
	echo := conformance.ListEcho{
		Limit: in.Limit, Kind: in.Kind, Tags: in.Tags, Sizes: in.Sizes, Colors: in.Colors, Since: in.Since, At: in.At,
		Ratio: in.Ratio, Sale: in.Sale, Q: in.Q, Order: string(in.Order), ID: in.ID,
	}
	if in.Level != nil {
		echo.Level = new(int64(*in.Level))
	}
	if in.Filter != nil {
		echo.FilterColor, echo.FilterSize, echo.FilterSold = &in.Filter.Color, in.Filter.Size, in.Filter.Sold
	}
	return app.ListItems200{Body: echo}, nil
}

func (api) GetItem(ctx context.Context, in app.GetItemInput) (app.GetItemResponse, error) {
	who, err := caller.Get(ctx)
	if err != nil {
		return nil, err
	}
	switch in.ItemID {
	case 404:
		return nil, handler.Fail(app.GetItem404{Body: conformance.Problem{Message: "There is no such item."}}, nil)
	case 500:
		return nil, errors.New("the database is away")
	}
	return app.GetItem200{
		Body: conformance.ItemEcho{
			ItemID: in.ItemID, Part: string(in.Part), Tenant: in.XTenant, Numbers: in.XNumbers, Session: in.Session, Visits: in.Visits, Caller: who,
		},
		XRateLimit: 100,
		XParts:     []string{"head", "tail"},
	}, nil
}

func (api) GetStyles(_ context.Context, in app.GetStylesInput) (app.GetStylesResponse, error) {
	return app.GetStyles200{Body: conformance.StylesEcho{List: in.List, Label: in.Label, Matrix: in.Matrix, X: in.Point.X, Y: in.Point.Y}}, nil
}

func (api) CreateAnimal(_ context.Context, in app.CreateAnimalInput) (app.CreateAnimalResponse, error) {
	name := ""
	switch {
	case in.Body.Cat != nil:
		name = in.Body.Cat.Name
	case in.Body.Dog != nil:
		name = in.Body.Dog.Name
	}
	if name == "taken" {
		return app.CreateAnimal409{Body: conformance.Problem{Message: "The name is taken."}}, nil
	}
	return app.CreateAnimal201{Body: in.Body, Location: "/animals/" + name}, nil
}

func (api) CreateOrder(_ context.Context, in app.CreateOrderInput) (app.CreateOrderResponse, error) {
	if in.Body == nil {
		return app.CreateOrder204{}, nil
	}
	return app.CreateOrder200{Body: *in.Body}, nil
}

func (api) SubmitForm(_ context.Context, in app.SubmitFormInput) (app.SubmitFormResponse, error) {
	return app.SubmitForm200{Body: conformance.FormEcho{Name: in.Body.Name, Age: in.Body.Age, Tags: in.Body.Tags, Agree: in.Body.Agree}}, nil
}

func (api) Upload(_ context.Context, in app.UploadInput) (app.UploadResponse, error) {
	echo := conformance.UploadEcho{Title: in.Body.Title, Count: in.Body.Count, File: fileEcho(in.Body.File)}
	for _, photo := range in.Body.Photos {
		echo.Photos = append(echo.Photos, fileEcho(photo))
	}
	return app.Upload200{Body: echo}, nil
}

func fileEcho(f handler.File) conformance.FileEcho {
	return conformance.FileEcho{Name: f.Name, ContentType: f.ContentType, Content: base64.StdEncoding.EncodeToString(f.Content)}
}

func (api) PutText(_ context.Context, in app.PutTextInput) (app.PutTextResponse, error) {
	return app.PutText200{Body: in.Body}, nil
}

func (api) PutPhoto(_ context.Context, in app.PutPhotoInput) (app.PutPhotoResponse, error) {
	return app.PutPhoto200{Body: in.Body, XName: in.Name, ExtraHeaders: http.Header{"X-Type": {in.ContentType}}}, nil
}

func (api) Convert(_ context.Context, in app.ConvertInput) (app.ConvertResponse, error) {
	text := "nothing"
	switch {
	case in.JSON != nil:
		text = in.JSON.Text
	case in.Text != nil:
		text = *in.Text
	case in.Binary != nil:
		text = base64.StdEncoding.EncodeToString(in.Binary)
	}
	switch in.To {
	case conformance.TargetText:
		return app.Convert200{Text: &text}, nil
	case conformance.TargetBytes:
		return app.Convert200{Binary: []byte(text)}, nil
	default:
		return app.Convert200{JSON: &conformance.Message{Text: text}}, nil
	}
}

func (api) GetStatus(_ context.Context, in app.GetStatusInput) (app.GetStatusResponse, error) {
	switch code := int(in.Code); {
	case code == 200:
		return app.GetStatus200{Body: conformance.Message{Text: "fine"}}, nil
	case code >= 400 && code < 500:
		return app.GetStatus4XX{StatusCode: code, Body: conformance.Problem{Message: "4XX"}}, nil
	default:
		return app.GetStatusDefault{StatusCode: code, Body: conformance.Problem{Message: "default"}}, nil
	}
}

func (api) OpenSession(_ context.Context, _ app.OpenSessionInput) (app.OpenSessionResponse, error) {
	return app.OpenSession204{ExtraHeaders: http.Header{
		"Set-Cookie": {"session=abc; Path=/; HttpOnly", "theme=dark"},
		"Vary":       {"Accept"},
	}}, nil
}

func (api) WatchChanges(_ context.Context, in app.WatchChangesInput) (app.WatchChangesResponse, error) {
	var body strings.Builder
	for n := range in.Count {
		fmt.Fprintf(&body, "data: {\"n\":%d}\n\n", n+1)
	}
	return app.WatchChanges200{Body: body.String()}, nil
}

func (api) Fail(_ context.Context, in app.FailInput) (app.FailResponse, error) {
	switch in.How {
	case conformance.HowError:
		panic("a secret")
	case conformance.HowThrown:
		return nil, handler.Fail(app.Fail503{Body: conformance.Problem{Message: "Come back later."}}, errors.New("a secret"))
	case conformance.HowHeader:
		return app.Fail200{Body: conformance.Message{Text: "fine"}, ExtraHeaders: http.Header{"X-Split": {"a\r\nX-Evil: 1"}}}, nil
	case conformance.HowLarge:
		return app.Fail200{Body: conformance.Message{Text: strings.Repeat("x", 7<<20)}}, nil
	default:
		return app.Fail200{Body: conformance.Message{Text: "fine"}}, nil
	}
}

func handlers() map[string]*handler.Handler {
	interceptors := append(handler.Defaults(), stamp)
	a := api{}
	return map[string]*handler.Handler{
		"listItems": app.ListItems(a.ListItems, interceptors...), "getItem": app.GetItem(a.GetItem, interceptors...),
		"getStyles": app.GetStyles(a.GetStyles, interceptors...), "createAnimal": app.CreateAnimal(a.CreateAnimal, interceptors...),
		"createOrder": app.CreateOrder(a.CreateOrder, interceptors...), "submitForm": app.SubmitForm(a.SubmitForm, interceptors...),
		"upload": app.Upload(a.Upload, interceptors...), "putText": app.PutText(a.PutText, interceptors...),
		"putPhoto": app.PutPhoto(a.PutPhoto, interceptors...), "convert": app.Convert(a.Convert, interceptors...),
		"getStatus": app.GetStatus(a.GetStatus, interceptors...), "openSession": app.OpenSession(a.OpenSession, interceptors...),
		"watchChanges": app.WatchChanges(a.WatchChanges, interceptors...), "fail": app.Fail(a.Fail, interceptors...),
		"router": handler.NewRouter([]handler.Operation{app.GetItemOperation(a.GetItem), app.OpenSessionOperation(a.OpenSession)}, interceptors...),
	}
}

func main() {
	all := handlers()
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			fmt.Println(respond(all, line))
		}
		if err != nil {
			return
		}
	}
}

func respond(all map[string]*handler.Handler, line []byte) string {
	var request struct {
		Operation string
		Event     json.RawMessage
	}
	if err := json.Unmarshal(line, &request); err != nil {
		log.Fatal(err)
	}
	response, err := all[request.Operation].Invoke(context.Background(), request.Event)
	if err == nil {
		return string(response)
	}
	failure, err := json.Marshal(map[string]string{"error": err.Error()})
	if err != nil {
		log.Fatal(err)
	}
	return string(failure)
}
