package com.acme;

public class Broken {
    static {
        if (true) {
            throw new IllegalStateException("cannot start");
        }
    }

    public String handleRequest(String in) {
        return in;
    }
}
