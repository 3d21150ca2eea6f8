package program;

import conformance.gatewright.handler.FormFile;
import conformance.gatewright.handler.Interceptor;
import conformance.handlers.HandlerRouter;
import conformance.handlers.convert.*;
import conformance.handlers.create_animal.*;
import conformance.handlers.create_order.*;
import conformance.handlers.fail.*;
import conformance.handlers.get_item.*;
import conformance.handlers.get_status.*;
import conformance.handlers.get_styles.*;
import conformance.handlers.list_items.*;
import conformance.handlers.open_session.*;
import conformance.handlers.put_photo.*;
import conformance.handlers.put_text.*;
import conformance.handlers.submit_form.*;
import conformance.handlers.upload.*;
import conformance.handlers.watch_changes.*;
import conformance.model.*;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;

/** The handlers that README.md describes. */
final class Handlers {

  private Handlers() {}

  static final class ListItemsHandler extends ListItems {
    @Override
    public List<Interceptor<ListItemsInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public ListItemsResponse handle(ListItemsRequestInput request) {
      ListItemsRequestParameters in = request.getInput().getRequestParameters();
      ListEcho.Builder echo =
          ListEcho.builder()
              .limit(in.getLimit())
              .kind(in.getKind())
              .tags(in.getTags())
              .sizes(in.getSizes())
              .colors(in.getColors())
              .since(in.getSince())
              .at(in.getAt())
              .ratio(in.getRatio())
              .sale(in.getSale())
              .q(in.getQ())
              .level(in.getLevel() == null ? null : in.getLevel().value())
              .order(in.getOrder().value())
              .id(in.getId());
      if (in.getFilter() != null) {
        echo.filterColor(in.getFilter().color())
            .filterSize(in.getFilter().size())
            .filterSold(in.getFilter().sold());
      }
      return ListItems200Response.of(echo.build());
    }
  }

  /** Is behind the router's interceptors only. */
  static class GetItemBehindRouter extends GetItem {
    @Override
    public GetItemResponse handle(GetItemRequestInput request) {
      GetItemRequestParameters in = request.getInput().getRequestParameters();
      String caller = Stamp.CALLER.get(request);
      if (in.getItemId() == 404) {
        throw GetItem404Response.of(new Problem("There is no such item."));
      } else if (in.getItemId() == 500) {
        throw new IllegalStateException("the database is away");
      }
      ItemEcho echo =
          ItemEcho.builder()
              .itemId(in.getItemId())
              .part(in.getPart().value())
              .tenant(in.getXTenant())
              .numbers(in.getXNumbers())
              .session(in.getSession())
              .visits(in.getVisits())
              .caller(caller)
              .build();
      return GetItem200Response.of(echo, 100).withXParts(List.of("head", "tail"));
    }
  }

  static final class GetItemHandler extends GetItemBehindRouter {
    @Override
    public List<Interceptor<GetItemInput>> getInterceptors() {
      return Stamp.interceptors();
    }
  }

  static final class GetStylesHandler extends GetStyles {
    @Override
    public List<Interceptor<GetStylesInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public GetStylesResponse handle(GetStylesRequestInput request) {
      GetStylesRequestParameters in = request.getInput().getRequestParameters();
      return GetStyles200Response.of(
          StylesEcho.builder()
              .list(in.getList())
              .label(in.getLabel())
              .matrix(in.getMatrix())
              .x(in.getPoint().x())
              .y(in.getPoint().y())
              .build());
    }
  }

  static final class CreateAnimalHandler extends CreateAnimal {
    @Override
    public List<Interceptor<CreateAnimalInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public CreateAnimalResponse handle(CreateAnimalRequestInput request) {
      Animal animal = request.getInput().getBody();
      String name = animal instanceof Cat cat ? cat.name() : ((Dog) animal).name();
      if (name.equals("taken")) {
        return CreateAnimal409Response.of(new Problem("The name is taken."));
      }
      return CreateAnimal201Response.of(animal, "/animals/" + name);
    }
  }

  static final class CreateOrderHandler extends CreateOrder {
    @Override
    public List<Interceptor<CreateOrderInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public CreateOrderResponse handle(CreateOrderRequestInput request) {
      OrderForm order = request.getInput().getBody();
      return order == null ? CreateOrder204Response.of() : CreateOrder200Response.of(order);
    }
  }

  static final class SubmitFormHandler extends SubmitForm {
    @Override
    public List<Interceptor<SubmitFormInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public SubmitFormResponse handle(SubmitFormRequestInput request) {
      SubmitFormForm form = request.getInput().getBody();
      return SubmitForm200Response.of(
          FormEcho.builder()
              .name(form.getName())
              .age(form.getAge())
              .tags(form.getTags())
              .agree(form.getAgree())
              .build());
    }
  }

  static final class UploadHandler extends Upload {
    @Override
    public List<Interceptor<UploadInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public UploadResponse handle(UploadRequestInput request) {
      UploadForm form = request.getInput().getBody();
      List<FormFile> photos = form.getPhotos() == null ? List.of() : form.getPhotos();
      return Upload200Response.of(
          UploadEcho.builder()
              .title(form.getTitle())
              .count(form.getCount())
              .file(echo(form.getFile()))
              .photos(photos.stream().map(UploadHandler::echo).toList())
              .build());
    }

    private static FileEcho echo(FormFile file) {
      String content = Base64.getEncoder().encodeToString(file.getContent());
      return new FileEcho(file.getName(), file.getContentType(), content);
    }
  }

  static final class PutTextHandler extends PutText {
    @Override
    public List<Interceptor<PutTextInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public PutTextResponse handle(PutTextRequestInput request) {
      return PutText200Response.of(request.getInput().getBody());
    }
  }

  static final class PutPhotoHandler extends PutPhoto {
    @Override
    public List<Interceptor<PutPhotoInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public PutPhotoResponse handle(PutPhotoRequestInput request) {
      PutPhotoInput in = request.getInput();
      return PutPhoto200Response.of(in.getBody(), in.getRequestParameters().getName())
          .withHeader("X-Type", in.getContentType());
    }
  }

  static final class ConvertHandler extends Convert {
    @Override
    public List<Interceptor<ConvertInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public ConvertResponse handle(ConvertRequestInput request) {
      ConvertInput in = request.getInput();
      String text = "nothing";
      if (in.getJson() != null) {
        text = in.getJson().text();
      } else if (in.getText() != null) {
        text = in.getText();
      } else if (in.getBinary() != null) {
        text = Base64.getEncoder().encodeToString(in.getBinary());
      }
      return switch (in.getRequestParameters().getTo()) {
        case TEXT -> Convert200Response.ofText(text);
        case BYTES -> Convert200Response.ofBinary(text.getBytes(StandardCharsets.UTF_8));
        default -> Convert200Response.ofJson(new Message(text));
      };
    }
  }

  static final class GetStatusHandler extends GetStatus {
    @Override
    public List<Interceptor<GetStatusInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public GetStatusResponse handle(GetStatusRequestInput request) {
      int code = Math.toIntExact(request.getInput().getRequestParameters().getCode());
      if (code == 200) {
        return GetStatus200Response.of(new Message("fine"));
      } else if (code >= 400 && code < 500) {
        return GetStatus4XXResponse.of(code, new Problem("4XX"));
      }
      return GetStatusDefaultResponse.of(code, new Problem("default"));
    }
  }

  /** Is behind the router's interceptors only. */
  static class OpenSessionBehindRouter extends OpenSession {
    @Override
    public OpenSessionResponse handle(OpenSessionRequestInput request) {
      return OpenSession204Response.of()
          .withHeader("Set-Cookie", "session=abc; Path=/; HttpOnly", "theme=dark")
          .withHeader("Vary", "Accept");
    }
  }

  static final class OpenSessionHandler extends OpenSessionBehindRouter {
    @Override
    public List<Interceptor<OpenSessionInput>> getInterceptors() {
      return Stamp.interceptors();
    }
  }

  static final class WatchChangesHandler extends WatchChanges {
    @Override
    public List<Interceptor<WatchChangesInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public WatchChangesResponse handle(WatchChangesRequestInput request) {
      long count = request.getInput().getRequestParameters().getCount();
      List<Change> changes = LongStream.rangeClosed(1, count).mapToObj(Change::new).toList();
      return WatchChanges200Response.of(changes);
    }
  }

  static final class FailHandler extends Fail {
    @Override
    public List<Interceptor<FailInput>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public FailResponse handle(FailRequestInput request) {
      Fail200Response fine = Fail200Response.of(new Message("fine"));
      return switch (request.getInput().getRequestParameters().getHow()) {
        case NOT -> fine;
        case ERROR -> throw new IllegalStateException("a secret");
        case THROWN -> throw Fail503Response.of(new Problem("Come back later."));
        case HEADER -> fine.withHeader("X-Split", "a\r\nX-Evil: 1");
        case LARGE -> Fail200Response.of(new Message("x".repeat(7 << 20)));
      };
    }
  }

  static final class SomeRouter extends HandlerRouter {
    @Override
    public <I> List<Interceptor<I>> getInterceptors() {
      return Stamp.interceptors();
    }

    @Override
    public GetItem getItem() {
      return new GetItemBehindRouter();
    }

    @Override
    public OpenSession openSession() {
      return new OpenSessionBehindRouter();
    }
  }
}
