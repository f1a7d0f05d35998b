package io.weir.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The pattern of a path: {@code *} stands for any part of a name, {@code ?} for one character, {@code [a-c]} and
 * {@code [!a-c]} for one of some characters, {@code {a,b}} for one of several texts; a backslash takes away a
 * character's meaning. Only {@code {…}} may hold a slash. No state.
 */
final class Glob {
    private Glob() {}

    /** Returns whether a text has a character with a meaning. */
    static boolean isPattern(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[{\\".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns all texts that the alternatives in braces give. */
    static List<String> expandBraces(String text) {
        int open = indexOf(text, '{', 0);
        if (open < 0) {
            return List.of(text);
        }
        List<String> alternatives = new ArrayList<>();
        int depth = 0;
        int begin = open + 1;
        int close = -1;
        for (int i = open; i < text.length() && close < 0; i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case ',' -> {
                    if (depth == 1) {
                        alternatives.add(text.substring(begin, i));
                        begin = i + 1;
                    }
                }
                case '}' -> {
                    depth--;
                    close = depth == 0 ? i : -1;
                }
                default -> {}
            }
        }
        if (close < 0) {
            throw new IllegalArgumentException("a '{' has no '}'");
        }
        alternatives.add(text.substring(begin, close));
        List<String> expanded = new ArrayList<>();
        for (String alternative : alternatives) {
            expanded.addAll(expandBraces(text.substring(0, open) + alternative + text.substring(close + 1)));
        }
        return expanded;
    }

    private static int indexOf(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the expression for one name; braces have been expanded. */
    static Pattern compile(String glob) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                case '[' -> {
                    int end = endOfSet(glob, i);
                    appendSet(expression, glob.substring(i + 1, end));
                    i = end;
                }
                case '\\' -> {
                    i++;
                    expression.append(Pattern.quote(i < glob.length() ? glob.substring(i, i + 1) : "\\"));
                }
                default -> expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(expression.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + glob + "' is no pattern: " + e.getDescription(), e);
        }
    }

    private static int endOfSet(String glob, int open) {
        // A bracket right behind the opening one, or behind its negation, belongs to the set.
        int first = open + 1 < glob.length() && isNegation(glob.charAt(open + 1)) ? open + 2 : open + 1;
        int end = glob.indexOf(']', first + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a '[' has no ']'");
        }
        return end;
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }

    private static void appendSet(StringBuilder expression, String set) {
        expression.append('[');
        int begin = 0;
        if (isNegation(set.charAt(0))) {
            expression.append('^');
            begin = 1;
        }
        for (int i = begin; i < set.length(); i++) {
            char c = set.charAt(i);
            boolean range = c == '-' && i > begin && i < set.length() - 1;
            if (!range && !Character.isLetterOrDigit(c)) {
                expression.append('\\');
            }
            expression.append(c);
        }
        expression.append(']');
    }

    /** Returns a text without its backslashes. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
