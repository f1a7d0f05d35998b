package io.weir.examples.util;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a web server's access log in the common format.
 *
 * @param address the client's address
 * @param time when it came, in milliseconds since 1970-01-01T00:00Z
 * @param method what it asked for: {@code GET} and the like
 * @param path the path that it asked for
 * @param status the status of the answer
 */
public record Request(String address, long time, String method, String path, int status) {
    private static final Pattern LINE =
            Pattern.compile("(\\S+) \\S+ \\S+ \\[([^]]+)] \"(\\S+) (\\S+)[^\"]*\" (\\d{3}) .*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern PART_OF_PAGE =
            Pattern.compile(".*\\.(css|js|png|jpe?g|gif|ico|svg|ttf|woff|eot)(\\?.*)?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a line.
     *
     * @param line the line
     * @return the request; empty if the line is none
     */
    public static Optional<Request> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long time = ZonedDateTime.parse(matcher.group(2), TIME).toInstant().toEpochMilli();
            return Optional.of(new Request(
                    matcher.group(1), time, matcher.group(3), matcher.group(4), Integer.parseInt(matcher.group(5))));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // what looks like a request but has no such time is none
        }
    }

    /** Returns whether somebody has looked at a page: not its pictures, styles and scripts, and not in vain. */
    public boolean isPageView() {
        return method.equals("GET")
                && status == 200
                && !PART_OF_PAGE.matcher(path).matches();
    }
}
