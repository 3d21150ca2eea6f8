package handler_test

import (
	"context"
	"net/http"
	"time"

	"github.com/gatewright/gatewright/handler"
)

// This is what generated code looks like: an operation with parameters in each
// place, a body and three responses.

type pet struct {
	ID   int64    `json:"id"`
	Name string   `json:"name"`
	Kind petKind  `json:"kind"`
	Tags []string `json:"tags,omitempty"`
}

type petKind string

const (
	petKindCat petKind = "cat"
	petKindDog petKind = "dog"
)

type updatePetInput struct {
	PetID   int64
	Limit   int32
	Kinds   []petKind
	Since   *time.Time
	Filter  *updatePetFilter
	Tenant  string
	Session *string
	Body    pet
}

type updatePetFilter struct {
	Color string
	Size  *int64
}

func decodeUpdatePet(r *handler.Request) (updatePetInput, error) {
	var in updatePetInput
	d := handler.Decode(r)
	in.PetID = handler.Required(d, handler.Path("petId"), handler.Integer[int64](handler.Min(1)))
	in.Limit = handler.Default(d, handler.Query("limit"), handler.Integer[int32](handler.Min(1), handler.Max(100)), 20)
	in.Kinds = handler.List(d, handler.Query("kinds").As(handler.Form, false),
		handler.OneOf(handler.String[petKind](), petKindCat, petKindDog), handler.MaxItems[petKind](2))
	in.Since = handler.Optional(d, handler.Query("since"), handler.DateTime)
	if o := d.Object(handler.Query("filter").As(handler.DeepObject, true), false, "color", "size"); o != nil {
		in.Filter = new(decodeUpdatePetFilter(o))
	}
	in.Tenant = handler.Required(d, handler.Header("X-Tenant"), handler.String[string](handler.MinLength(2)))
	in.Session = handler.Optional(d, handler.Cookie("session"), handler.String[string]())
	if d.Body(true, "application/json") != "" {
		d.BodyJSON(&in.Body)
	}
	return in, d.Err()
}

func decodeUpdatePetFilter(d *handler.Decoder) updatePetFilter {
	var f updatePetFilter
	f.Color = handler.Required(d, handler.Field("color"), handler.String[string]())
	f.Size = handler.Optional(d, handler.Field("size"), handler.Integer[int64]())
	return f
}

type updatePetResponse interface {
	handler.Responder
	updatePet()
}

type updatePet200 struct {
	Body         pet
	RateLimit    int32
	ExtraHeaders http.Header
}

func (updatePet200) updatePet() {}

func (r updatePet200) Respond() (*handler.Response, error) {
	w := handler.NewResponse(200)
	w.Extend(r.ExtraHeaders)
	w.Set("X-Rate-Limit", handler.Format(r.RateLimit))
	return w.JSON("application/json", r.Body)
}

type updatePet404 struct{}

func (updatePet404) updatePet() {}

func (r updatePet404) Respond() (*handler.Response, error) {
	return handler.NewResponse(404).Empty()
}

type updatePetDefault struct {
	StatusCode int
	Body       string
}

func (updatePetDefault) updatePet() {}

func (r updatePetDefault) Respond() (*handler.Response, error) {
	if err := handler.Within(r.StatusCode, 200, 599); err != nil {
		return nil, err
	}
	return handler.NewResponse(r.StatusCode).Text("text/plain", r.Body)
}

func updatePet(f func(context.Context, updatePetInput) (updatePetResponse, error)) handler.Operation {
	serve := func(ctx context.Context, r *handler.Request) (handler.Responder, error) {
		in, err := decodeUpdatePet(r)
		if err != nil {
			return nil, err
		}
		return f(ctx, in)
	}
	return handler.Operation{ID: "updatePet", Method: http.MethodPut, Path: "/pets/{petId}", Serve: handler.Serve(serve)}
}
