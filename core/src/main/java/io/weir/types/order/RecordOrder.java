package io.weir.types.order;

import io.weir.functions.KeySelector;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.Comparator;
import java.util.List;

/**
 * Compares records, and gives the beginning of each as a number that most comparisons can make do with. Nulls come first
 * where the order ascends. One thread owns it.
 *
 * <p>A prefix is read as an unsigned number. Records with different prefixes are in the order of their prefixes; equal
 * prefixes leave the order open unless {@link #isDecidedBy} says that the records are equal. The idea is that of the
 * normalized keys of database sorts; see Graefe, "Implementing Sorting in Database Systems", ACM Computing Surveys 38 (2006).
 *
 * @param <T> the type of the records
 */
public final class RecordOrder<T> implements Comparator<T> {
    private final Part<T>[] parts;

    /** How many of the parts begin within the prefix. */
    private final int inPrefix;

    /** Whether the prefix holds all parts whole. */
    private final boolean whole;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
    RecordOrder(List<Ordering.Part<T, ?>> parts) {
        this.parts = new Part[parts.size()];
        int bits = 0;
        int begun = 0;
        boolean exact = true;
        for (int i = 0; i < parts.size(); i++) {
            this.parts[i] = part(parts.get(i));
            // What follows a part that is not there whole must not decide before that part does.
            begun += exact && bits < Long.SIZE ? 1 : 0;
            bits += this.parts[i].order.bits();
            exact &= this.parts[i].order.isWhole();
        }
        this.inPrefix = begun;
        this.whole = exact && bits <= Long.SIZE;
    }

    private static <T, V> Part<T> part(Ordering.Part<T, V> part) {
        return new Part<>(part.value(), part.valueOrder(), part.isDescending());
    }

    /** A value that records are ordered by. */
    private static final class Part<T> {
        final KeySelector<T, ?> value;
        final ValueOrder order;
        final boolean descending;

        Part(KeySelector<T, ?> value, ValueOrder order, boolean descending) {
            this.value = value;
            this.order = order;
            this.descending = descending;
        }

        Object of(T record) {
            try {
                return value.getKey(record);
            } catch (Exception e) {
                throw new WeirException(
                        ErrorCode.USER_FUNCTION,
                        "The key of a record that is to be sorted could not be found: " + e,
                        e);
            }
        }

        int compare(T first, T second) {
            Object one = of(first);
            Object other = of(second);
            int result;
            if (one == null || other == null) {
                result = one == other ? 0 : one == null ? -1 : 1;
            } else {
                result = order.compare(one, other);
            }
            return descending ? -result : result;
        }
    }

    @Override
    public int compare(T first, T second) {
        for (Part<T> part : parts) {
            int result = part.compare(first, second);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** Returns the prefix of a record. */
    public long prefix(T record) {
        long prefix = 0;
        int left = Long.SIZE;
        for (int i = 0; i < inPrefix; i++) {
            Part<T> part = parts[i];
            Object value = part.of(record);
            long beginning = value == null ? 0 : part.order.prefix(value);
            if (part.descending) {
                beginning = ~beginning;
            }
            int bits = Math.min(part.order.bits(), left);
            prefix |= beginning >>> Long.SIZE - bits << left - bits;
            left -= bits;
        }
        return prefix;
    }

    /**
     * Returns whether two records that both have a prefix are equal.
     *
     * @param prefix the prefix
     */
    public boolean isDecidedBy(long prefix) {
        return whole || parts.length == 1 && parts[0].order.isWhole(parts[0].descending ? ~prefix : prefix);
    }
}
