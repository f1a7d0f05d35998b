package io.weir.connector.file;

import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Turns the fields of a record into a line of comma-separated values. One thread owns it. */
final class CsvFormatter {
    private final char delimiter;

    /** The accessors of the Java records met so far. */
    private final Map<Class<?>, Method[]> accessors = new HashMap<>();

    private final StringBuilder line = new StringBuilder();

    CsvFormatter(char delimiter) {
        this.delimiter = delimiter;
    }

    String format(Object value) {
        line.setLength(0);
        if (value instanceof Tuple tuple) {
            for (int i = 0; i < tuple.getArity(); i++) {
                append(i, tuple.getField(i));
            }
        } else if (value instanceof Iterable<?> elements) {
            int position = 0;
            for (Object element : elements) {
                append(position++, element);
            }
        } else if (value instanceof Object[] elements) {
            for (int i = 0; i < elements.length; i++) {
                append(i, elements[i]);
            }
        } else if (value instanceof Record) {
            Method[] methods = accessors.computeIfAbsent(value.getClass(), CsvFormatter::accessorsOf);
            for (int i = 0; i < methods.length; i++) {
                append(i, read(methods[i], value));
            }
        } else {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "A CSV line has the fields of a tuple, record, array or list; "
                            + (value == null ? "null" : value.getClass().getName())
                            + " has none. Map it to one of these, or write text.");
        }
        return line.toString();
    }

    private static Method[] accessorsOf(Class<?> type) {
        Method[] methods = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .toArray(Method[]::new);
        for (Method method : methods) {
            method.setAccessible(true);
        }
        return methods;
    }

    private static Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(accessor + " failed.", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(accessor + " is accessible.", e);
        }
    }

    private void append(int position, Object field) {
        if (position > 0) {
            line.append(delimiter);
        }
        if (field != null) {
            appendText(field.toString());
        }
    }

    private void appendText(String text) {
        if (!needsQuotes(text)) {
            line.append(text);
            return;
        }
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                line.append('"');
            }
            line.append(c);
        }
        line.append('"');
    }

    private boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == delimiter || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return text.isEmpty();
    }
}
