package io.weir.examples.util;

import java.util.List;

/** What the word counts count when they are given no input. */
public final class SampleText {
    /** A few lines. */
    public static final List<String> LINES = List.of(
            "A weir is a low wall across a river.",
            "The river flows over the weir, and the weir keeps the water level.",
            "What comes down the river comes in order;",
            "when there is too much of it, the water waits behind the weir",
            "and nothing is lost.");

    private SampleText() {}
}
