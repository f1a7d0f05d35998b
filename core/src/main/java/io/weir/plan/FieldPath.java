package io.weir.plan;

import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a record to one of its fields or to a field of a field. It travels with the plan; the fields are looked
 * up where it is first used, by the one thread that uses it.
 */
final class FieldPath implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The record itself. */
    static final FieldPath START = new FieldPath(List.of());

    private final List<Step> steps;

    private FieldPath(List<Step> steps) {
        this.steps = steps;
    }

    static FieldPath at(int position) {
        return new FieldPath(List.of(new Step(Tuple.class, "f" + position, position)));
    }

    FieldPath then(Class<?> type, String name, int position) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Step(type, name, position));
        return new FieldPath(List.copyOf(longer));
    }

    Object read(Object record) {
        Object value = record;
        for (Step step : steps) {
            value = step.read(value);
        }
        return value;
    }

    /** One field of a tuple, by position, or of another class, by name. */
    private static final class Step implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Class<?> type;
        private final String name;
        private final int position;
        private transient Field field;

        Step(Class<?> type, String name, int position) {
            this.type = type;
            this.name = name;
            this.position = position;
        }

        Object read(Object holder) {
            if (holder instanceof Tuple tuple) {
                return tuple.getField(position);
            }
            if (field == null) {
                field = find();
            }
            try {
                return field.get(holder);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Fields that were made accessible can be read", e);
            }
        }

        private Field find() {
            for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
                try {
                    Field found = owner.getDeclaredField(name);
                    found.setAccessible(true);
                    return found;
                } catch (NoSuchFieldException e) {
                    continue; // a superclass may have it
                }
            }
            throw new WeirException(ErrorCode.INVALID_PROGRAM, "There is no field '" + name + "' in " + type + ".");
        }
    }
}
