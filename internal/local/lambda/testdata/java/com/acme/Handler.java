package com.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plain methods, without any library. */
public class Handler {
    public enum Kind { CAT, DOG }

    public record Tag(String name, int weight) {}

    public static class Pet {
        public String nickname;
        private String name;
        private Kind kind;
        private boolean good;
        private List<Tag> tags;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public Kind getKind() {
            return kind;
        }

        public void setKind(Kind kind) {
            this.kind = kind;
        }

        public boolean isGood() {
            return good;
        }

        public void setGood(boolean good) {
            this.good = good;
        }

        public List<Tag> getTags() {
            return tags;
        }

        public void setTags(List<Tag> tags) {
            this.tags = tags;
        }
    }

    public String text(String in) {
        return in.toUpperCase();
    }

    public int number(int in) {
        return in + 1;
    }

    public Object sized(Map<String, Integer> in) {
        int bytes = in.get("bytes");
        return bytes == 0 ? ProcessHandle.current().pid() : "x".repeat(bytes);
    }

    public Map<String, Object> map(Map<String, Object> in) {
        in.put("sum", (Integer) in.get("a") + (Integer) in.get("b"));
        return in;
    }

    public List<Long> list(List<Long> in) {
        return in.stream().map(n -> n * 2).toList();
    }

    public Set<Kind> enums(Kind[] in) {
        return Set.of(in[0]);
    }

    public byte[] bytes(byte[] in) {
        for (int i = 0; i < in.length / 2; i++) {
            byte b = in[i];
            in[i] = in[in.length - 1 - i];
            in[in.length - 1 - i] = b;
        }
        return in;
    }

    public Pet bean(Pet in) {
        in.setGood(true);
        in.nickname = in.nickname + in.getTags().get(0).weight();
        return in;
    }

    public void streams(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
    }

    public InputStream answers(InputStream in) throws IOException {
        return new ByteArrayInputStream(("[" + in.readAllBytes().length + "]").getBytes(StandardCharsets.UTF_8));
    }

    public static String nothing() {
        return "no input: \"ä\"\n";
    }

    public void none(Object in) {}

    public String fails(Object in) {
        throw new IllegalStateException("no such pet", new RuntimeException("closed"));
    }

    public String leaves(Object in) {
        System.exit(9);
        return null;
    }
}
