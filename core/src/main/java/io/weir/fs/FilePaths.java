package io.weir.fs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of a path by looking at its text. No state. */
public final class FilePaths {
    // At least two letters, and a slash behind: "C:" and a file called "a:b" are no schemes.
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):/.*", Pattern.DOTALL);
    private static final Pattern ROOT = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]+:(?=/)(?://[^/]*)?)?/*");

    private FilePaths() {}

    /**
     * Returns the scheme of a path.
     *
     * @param path the path
     * @return the scheme, such as {@code hdfs}, if the path has one
     */
    public static Optional<String> scheme(String path) {
        Matcher matcher = SCHEME.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Returns scheme and authority of a path: what tells file systems apart.
     *
     * @param path a path
     * @return the beginning of the path before the root's slash, as in {@code hdfs://namenode:8020}
     */
    static String volume(String path) {
        Matcher matcher = ROOT.matcher(path);
        String root = matcher.lookingAt() ? matcher.group() : "";
        int end = root.length();
        while (end > 0 && root.charAt(end - 1) == '/') {
            end--;
        }
        return root.substring(0, end);
    }

    /**
     * Returns the path of something in a directory.
     *
     * @param directory the directory
     * @param name its name
     * @return its path
     */
    public static String child(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /**
     * Returns the last part of a path.
     *
     * @param path the path
     * @return the name; empty for a root
     */
    public static String name(String path) {
        String trimmed = withoutTrailingSlash(path);
        return trimmed.length() <= volume(trimmed).length() ? "" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /**
     * Returns a path without slashes at its end.
     *
     * @param path the path
     * @return the same path; a root keeps its slash
     */
    public static String withoutTrailingSlash(String path) {
        Matcher matcher = ROOT.matcher(path);
        int least = matcher.lookingAt() ? matcher.end() : 0;
        int end = path.length();
        while (end > least && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /**
     * Returns whether a file is left out when a directory is read: names that begin with a dot or an underscore are for
     * what programs write beside the data.
     *
     * @param name the last part of the path
     * @return true if it is left out
     */
    public static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }
}
