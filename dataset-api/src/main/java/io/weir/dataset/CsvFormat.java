package io.weir.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * How the lines of CSV files are written, and which columns of them are wanted.
 *
 * @param delimiter what stands between fields
 * @param quote what stands around fields that have a delimiter in them, or null if nothing does
 * @param comment how lines begin that are left out, or null
 * @param included by column, whether it is wanted; those behind are not; empty if all are
 * @param lenient whether lines are left out that cannot be read
 */
record CsvFormat(String delimiter, Character quote, String comment, List<Boolean> included, boolean lenient)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static final CsvFormat DEFAULT = new CsvFormat(",", null, null, List.of(), false);

    boolean includes(int column) {
        return included.isEmpty() || column < included.size() && included.get(column);
    }

    /** Returns how many columns are wanted, or -1 if that is not said. */
    int includedCount() {
        return included.isEmpty()
                ? -1
                : (int) included.stream().filter(wanted -> wanted).count();
    }

    boolean isComment(String line) {
        return comment != null && line.startsWith(comment);
    }

    /**
     * Takes the wanted fields of a line.
     *
     * @param line the line
     * @param count how many there are
     * @return the fields, or null where there are fewer, or quotes are not closed
     */
    String[] split(String line, int count) {
        String[] fields = new String[count];
        int position = 0;
        int found = 0;
        for (int column = 0; found < count; column++) {
            if (position > line.length()) {
                return null;
            }
            boolean quoted = quote != null && position < line.length() && line.charAt(position) == quote;
            int end = quoted ? endOfQuoted(line, position) : endOfPlain(line, position);
            if (end < 0) {
                return null;
            }
            if (includes(column)) {
                fields[found++] = quoted ? unquoted(line, position, end) : line.substring(position, end);
            }
            position = end + delimiter.length();
        }
        return fields;
    }

    private int endOfPlain(String line, int begin) {
        int end = line.indexOf(delimiter, begin);
        return end < 0 ? line.length() : end;
    }

    /** Returns where a field in quotes ends, behind the closing one, or -1; two quotes stand for one. */
    private int endOfQuoted(String line, int begin) {
        int end = line.indexOf(quote, begin + 1);
        while (end >= 0 && end + 1 < line.length() && line.charAt(end + 1) == quote) {
            end = line.indexOf(quote, end + 2);
        }
        boolean closed = end >= 0 && (end + 1 == line.length() || line.startsWith(delimiter, end + 1));
        return closed ? end + 1 : -1;
    }

    private String unquoted(String line, int begin, int end) {
        String single = String.valueOf(quote);
        return line.substring(begin + 1, end - 1).replace(single + single, single);
    }
}
