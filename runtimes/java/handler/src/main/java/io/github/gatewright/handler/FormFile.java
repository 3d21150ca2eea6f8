package io.github.gatewright.handler;

/**
 * A part of a multipart body.
 *
 * @param name as the client calls it; not to be used as a path unchecked
 * @param contentType as the client says it; may be empty
 * @param content the bytes
 */
public record FormFile(String name, String contentType, byte[] content) {

  /** Returns the name, as the client calls it; it is not to be used as a path unchecked. */
  public String getName() {
    return name;
  }

  /** Returns the content type, as the client says it; may be empty. */
  public String getContentType() {
    return contentType;
  }

  /** Returns the bytes. */
  public byte[] getContent() {
    return content;
  }
}
