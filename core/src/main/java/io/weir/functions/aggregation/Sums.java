package io.weir.functions.aggregation;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.BinaryOperator;

/** How numbers of each class are added. The sum has the class of its operands; integers wrap around as in Java. */
final class Sums {
    private static final Map<Class<?>, BinaryOperator<Object>> ADDITIONS = Map.of(
            Byte.class, (a, b) -> (byte) ((Byte) a + (Byte) b),
            Short.class, (a, b) -> (short) ((Short) a + (Short) b),
            Integer.class, (a, b) -> (Integer) a + (Integer) b,
            Long.class, (a, b) -> (Long) a + (Long) b,
            Float.class, (a, b) -> (Float) a + (Float) b,
            Double.class, (a, b) -> (Double) a + (Double) b,
            BigInteger.class, (a, b) -> ((BigInteger) a).add((BigInteger) b),
            BigDecimal.class, (a, b) -> ((BigDecimal) a).add((BigDecimal) b));

    private Sums() {}

    static boolean canAdd(Class<?> type) {
        return ADDITIONS.containsKey(type);
    }

    /** Returns how numbers of a class are added. */
    static BinaryOperator<Object> addition(Class<?> type) {
        BinaryOperator<Object> addition = ADDITIONS.get(type);
        if (addition == null) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "sum: a field holds a " + type.getName() + ", which is no number");
        }
        return addition;
    }
}
