package io.weir.types.order;

import io.weir.types.TypeInformation;

/**
 * By which field records are ordered, as far as it is known when the plan is built. A value.
 *
 * @param field the name of the field
 * @param order the direction; null for one of no meaning, in which equal values are next to each other
 * @param groups whether values are next to each other that are equal as keys, not only in the order
 */
public record FieldOrder(String field, Order order, boolean groups) {
    /**
     * Returns what is known of a field.
     *
     * @param field the name of the field
     * @param type the type of the field
     * @param order the direction, or null if it does not matter
     */
    static FieldOrder of(String field, TypeInformation<?> type, Order order) {
        if (ValueOrder.groupsAsItOrders(type)) {
            return new FieldOrder(field, order == null ? Order.ASCENDING : order, true);
        }
        return new FieldOrder(field, order, order == null);
    }

    /**
     * Returns the order of a field of a key, where records were brought together by their keys.
     *
     * @param field the name of the field
     * @param type the type of the field
     * @return its order
     */
    public static FieldOrder grouping(String field, TypeInformation<?> type) {
        return of(field, type, null);
    }

    /**
     * Returns the same order of a field that has another name.
     *
     * @param name the other name
     * @return its order
     */
    public FieldOrder named(String name) {
        return new FieldOrder(name, order, groups);
    }

    @Override
    public String toString() {
        return order == null ? field : field + " " + order;
    }
}
