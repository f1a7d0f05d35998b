package io.weir.connector.file;

import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads numbers and the like, one per line or up to another delimiter. The task's thread owns it.
 *
 * @param <T> the type of the values
 */
public final class PrimitiveInputFormat<T> extends DelimitedInputFormat<T> implements ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<Class<?>, Function<String, ?>> PARSERS = new LinkedHashMap<>();

    static {
        PARSERS.put(String.class, text -> text);
        PARSERS.put(Byte.class, Byte::valueOf);
        PARSERS.put(Short.class, Short::valueOf);
        PARSERS.put(Integer.class, Integer::valueOf);
        PARSERS.put(Long.class, Long::valueOf);
        PARSERS.put(Float.class, Float::valueOf);
        PARSERS.put(Double.class, Double::valueOf);
        PARSERS.put(Boolean.class, PrimitiveInputFormat::parseBoolean);
        PARSERS.put(BigInteger.class, BigInteger::new);
        PARSERS.put(BigDecimal.class, BigDecimal::new);
    }

    private final Class<T> type;

    /**
     * Creates a format.
     *
     * @param type the class of the values
     * @throws WeirException if there are none of that class
     */
    public PrimitiveInputFormat(Class<T> type) {
        if (!PARSERS.containsKey(type)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "readFileOfPrimitives() cannot read a " + type.getName() + "; it reads "
                            + PARSERS.keySet().stream()
                                    .map(Class::getSimpleName)
                                    .toList() + ".");
        }
        this.type = type;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return TypeInformation.of(type);
    }

    private static Boolean parseBoolean(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    @Override
    protected T readRecord(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        try {
            return type.cast(PARSERS.get(type).apply(type == String.class ? text : text.strip()));
        } catch (IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "'" + text + "' in " + currentSplit.getPath() + " is no " + type.getSimpleName() + ".",
                    e);
        }
    }
}
