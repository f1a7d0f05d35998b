package io.weir.yarn;

import java.util.List;

/** Finds in what YARN says what a person wants to read. Stateless. */
final class Diagnostics {
    private static final String OURS = "weir: ";

    /** Longer texts do not fit into YARN's own records. */
    private static final int MAX_LENGTH = 8_000;

    private Diagnostics() {}

    /** Returns the first line of a text that has any letters in it. */
    static String firstLine(String text) {
        return text == null
                ? ""
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /**
     * Returns why an application or a container ended: the line that one of our processes wrote, if YARN passed it on,
     * else the first line and the last, which is where YARN puts the error output.
     */
    static String reason(String text) {
        if (text == null) {
            return "";
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.startsWith(OURS))
                .findFirst()
                .map(line -> line.substring(OURS.length()))
                .orElseGet(() -> switch (lines.size()) {
                    case 0 -> "";
                    case 1 -> lines.get(0);
                    default -> lines.get(0) + " " + lines.get(lines.size() - 1);
                });
    }

    /** Cuts what YARN would not keep. */
    static String bounded(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "\n... (cut)";
    }
}
