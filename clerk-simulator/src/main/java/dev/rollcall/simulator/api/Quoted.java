package dev.rollcall.simulator.api;

import tools.jackson.databind.node.StringNode;

/** A text as JSON. */
final class Quoted {

    private Quoted() {}

    static String of(String text) {
        return StringNode.valueOf(text).toString();
    }
}
