package io.weir.types.order;

import io.weir.functions.KeySelector;
import io.weir.types.FieldAccessor;
import io.weir.types.FieldsType;
import io.weir.types.TupleType;
import io.weir.types.TypeInformation;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * By which of their values records are ordered, the most important first. Made when the plan is built, it travels with
 * the plan; {@link #create} makes what compares records. Instances never change.
 *
 * @param <T> the type of the records
 */
public final class Ordering<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Part<T, ?>> parts;

    private Ordering(List<Part<T, ?>> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * One of the values that records are ordered by.
     *
     * @param value finds the value in a record
     * @param type the type of the value, which can be ordered
     * @param order the direction, or null if any order will do in which equal values are next to each other
     * @param field the name of the field that the value is, or null if it is found in another way
     * @param <T> the type of the records
     * @param <V> the type of the value
     */
    record Part<T, V>(KeySelector<T, V> value, TypeInformation<V> type, Order order, String field)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean isDescending() {
            return order == Order.DESCENDING;
        }

        ValueOrder valueOrder() {
            return order == null ? ValueOrder.grouping(type) : ValueOrder.of(type);
        }
    }

    /**
     * Orders by a value. Tuples, records and POJOs are ordered by their fields, one after the other.
     *
     * @param value finds the value in a record
     * @param type the type of the value
     * @param order the direction
     * @param <T> the type of the records
     * @param <V> the type of the value
     * @return the ordering
     * @throws WeirException if values of the type have no order
     */
    public static <T, V> Ordering<T> by(KeySelector<T, V> value, TypeInformation<V> type, Order order) {
        List<Part<T, ?>> parts = new ArrayList<>();
        add(parts, new Part<>(value, type, order, null), type.toString());
        return new Ordering<>(parts);
    }

    /**
     * Orders by a field.
     *
     * @param field the field
     * @param order the direction
     * @param <T> the type of the records
     * @param <F> the type of the field
     * @return the ordering
     * @throws WeirException if values of its type have no order
     */
    public static <T, F> Ordering<T> by(FieldAccessor<T, F> field, Order order) {
        List<Part<T, ?>> parts = new ArrayList<>();
        add(parts, new Part<>(field::get, field.fieldType(), order, field.fieldName()), field.fieldName());
        return new Ordering<>(parts);
    }

    /**
     * Brings records with equal keys together, in an order that all processes agree on, whether or not keys of the type
     * have an order of their own.
     *
     * @param key finds the key of a record
     * @param type the type of the key, which can be a key
     * @param <T> the type of the records
     * @param <K> the type of the key
     * @return the ordering
     */
    public static <T, K> Ordering<T> grouping(KeySelector<T, K> key, TypeInformation<K> type) {
        List<Part<T, ?>> parts = new ArrayList<>();
        if (type instanceof TupleType<?>) {
            addFields(parts, key, (FieldsType<K>) type);
        } else {
            parts.add(new Part<>(key, type, null, null));
        }
        return new Ordering<>(parts);
    }

    private static <T, K> void addFields(List<Part<T, ?>> parts, KeySelector<T, K> key, FieldsType<K> type) {
        for (int i = 0; i < type.getArity(); i++) {
            FieldAccessor<K, Object> field = FieldAccessor.of(type, i);
            parts.add(new Part<>(record -> field(field, key.getKey(record)), field.fieldType(), null, null));
        }
    }

    /**
     * Orders by this and then, where that leaves records equal, by another one.
     *
     * @param next the less important one
     * @return both
     */
    public Ordering<T> then(Ordering<T> next) {
        List<Part<T, ?>> all = new ArrayList<>(parts);
        all.addAll(next.parts);
        return new Ordering<>(all);
    }

    /** Returns what compares records; one thread owns it. */
    public RecordOrder<T> create() {
        return new RecordOrder<>(parts);
    }

    /** Returns by which fields records are ordered, up to the first value that is not known to be a field. */
    public List<FieldOrder> fields() {
        List<FieldOrder> fields = new ArrayList<>();
        for (Part<T, ?> part : parts) {
            if (part.field() == null || part.type().isUnknown()) {
                break;
            }
            fields.add(FieldOrder.of(part.field(), part.type(), part.order()));
        }
        return List.copyOf(fields);
    }

    /** Returns whether all values that records are ordered by are {@linkplain #fields fields}. */
    public boolean isByFields() {
        return fields().size() == parts.size();
    }

    private static <T, V> void add(List<Part<T, ?>> parts, Part<T, V> part, String name) {
        TypeInformation<V> type = part.type();
        if (type instanceof FieldsType<V> fields && !Comparable.class.isAssignableFrom(type.getTypeClass())) {
            for (int i = 0; i < fields.getArity(); i++) {
                FieldAccessor<V, Object> field = FieldAccessor.of(type, i);
                KeySelector<T, Object> inner =
                        record -> field(field, part.value().getKey(record));
                String innerName = name + "." + field.fieldName();
                add(
                        parts,
                        new Part<>(inner, field.fieldType(), part.order(), part.field() == null ? null : innerName),
                        innerName);
            }
            return;
        }
        if (!type.isUnknown() && !ValueOrder.exists(type)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    name + " cannot be sorted: values of the type " + type + " have no order. Sort by a field of it, or"
                            + " make its class Comparable.");
        }
        parts.add(part);
    }

    private static <V> Object field(FieldAccessor<V, Object> field, V value) {
        return value == null ? null : field.get(value);
    }
}
