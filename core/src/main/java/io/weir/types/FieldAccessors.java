package io.weir.types;

import io.weir.serialization.FieldAccess;
import io.weir.tuple.Tuple;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;

/** The kinds of field access. */
final class FieldAccessors {
    private FieldAccessors() {}

    static <T, F> FieldAccessor<T, F> byPosition(TypeInformation<T> type, int position) {
        if (type instanceof FieldsType<T> fields) {
            if (position < 0 || position >= fields.getArity()) {
                throw wrong("There is no field " + position + " in " + type + ", which has " + fields.getArity()
                        + " fields counted from 0");
            }
            return field(fields, position);
        }
        if (type.isUnknown()) {
            return atRunTime(Integer.toString(position));
        }
        if (position != 0) {
            throw wrong("There is no field " + position + " in " + type + ": it has no fields, only 0 for the value");
        }
        return whole(type);
    }

    static <T, F> FieldAccessor<T, F> byName(TypeInformation<T> type, String expression) {
        int dot = expression.indexOf('.');
        if (dot >= 0) {
            FieldAccessor<T, Object> outer = byName(type, expression.substring(0, dot));
            return new Nested<>(outer, byName(outer.fieldType(), expression.substring(dot + 1)));
        }
        if (expression.equals("*")) {
            return whole(type);
        }
        if (expression.matches("\\d{1,4}")) {
            return byPosition(type, Integer.parseInt(expression));
        }
        if (type instanceof FieldsType<T> fields) {
            return field(fields, fields.fieldPosition(expression));
        }
        if (type.isUnknown()) {
            return atRunTime(expression);
        }
        throw wrong("There is no field \"" + expression + "\" in " + type + ": it has no fields, only * for the value");
    }

    @SuppressWarnings("unchecked") // the field at this position has this type
    private static <T, F> FieldAccessor<T, F> field(FieldsType<T> type, int position) {
        TypeInformation<F> fieldType = (TypeInformation<F>) type.fieldType(position);
        String name = type.fieldNames().get(position);
        return type instanceof TupleType
                ? (FieldAccessor<T, F>) new OfTuple<>(fieldType, name, position)
                : new OfObject<>(type.getTypeClass(), fieldType, name, position);
    }

    @SuppressWarnings("unchecked") // the value is its own field
    private static <T, F> FieldAccessor<T, F> whole(TypeInformation<T> type) {
        return (FieldAccessor<T, F>) new Whole<>(type);
    }

    @SuppressWarnings("unchecked") // nothing is known about the field
    private static <T, F> FieldAccessor<T, F> atRunTime(String expression) {
        return (FieldAccessor<T, F>) new AtRunTime<T>(expression);
    }

    private static WeirException wrong(String message) {
        return new WeirException(ErrorCode.INVALID_PROGRAM, message);
    }

    /** What all kinds know. */
    private abstract static class Typed<T, F> extends FieldAccessor<T, F> {
        private static final long serialVersionUID = 1L;

        private final TypeInformation<F> fieldType;
        private final String fieldName;

        Typed(TypeInformation<F> fieldType, String fieldName) {
            this.fieldType = fieldType;
            this.fieldName = fieldName;
        }

        @Override
        public final TypeInformation<F> fieldType() {
            return fieldType;
        }

        @Override
        public final String fieldName() {
            return fieldName;
        }
    }

    /** The value itself. */
    private static final class Whole<T> extends Typed<T, T> {
        private static final long serialVersionUID = 1L;

        Whole(TypeInformation<T> type) {
            super(type, "*");
        }

        @Override
        public T get(T value) {
            return value;
        }

        @Override
        public T with(T value, T field) {
            return field;
        }
    }

    private static final class OfTuple<T extends Tuple, F> extends Typed<T, F> {
        private static final long serialVersionUID = 1L;

        private final int position;

        OfTuple(TypeInformation<F> fieldType, String name, int position) {
            super(fieldType, name);
            this.position = position;
        }

        @Override
        public F get(T value) {
            return value.getField(position);
        }

        @Override
        @SuppressWarnings("unchecked") // the copy of a tuple has its class
        public T with(T value, F field) {
            T copy = (T) value.copy();
            copy.setField(field, position);
            return copy;
        }
    }

    private static final class OfObject<T, F> extends Typed<T, F> {
        private static final long serialVersionUID = 1L;

        private final Class<T> type;
        private final int position;
        private transient FieldAccess access;

        OfObject(Class<T> type, TypeInformation<F> fieldType, String name, int position) {
            super(fieldType, name);
            this.type = type;
            this.position = position;
        }

        @Override
        @SuppressWarnings("unchecked") // the field has this type
        public F get(T value) {
            return (F) access().get(value);
        }

        @Override
        @SuppressWarnings("unchecked") // the new object has the class of the old one
        public T with(T value, F field) {
            return (T) access().with(value, field);
        }

        private FieldAccess access() {
            if (access == null) {
                access = FieldAccess.of(type, position);
            }
            return access;
        }
    }

    /** A field of a field. */
    private static final class Nested<T, M, F> extends Typed<T, F> {
        private static final long serialVersionUID = 1L;

        private final FieldAccessor<T, M> outer;
        private final FieldAccessor<M, F> inner;

        Nested(FieldAccessor<T, M> outer, FieldAccessor<M, F> inner) {
            super(inner.fieldType(), outer.fieldName() + "." + inner.fieldName());
            this.outer = outer;
            this.inner = inner;
        }

        @Override
        public F get(T value) {
            return inner.get(outer.get(value));
        }

        @Override
        public T with(T value, F field) {
            return outer.with(value, inner.with(outer.get(value), field));
        }
    }

    /** A field of records of unknown type: found by the class of each record, as it comes. */
    private static final class AtRunTime<T> extends Typed<T, Object> {
        private static final long serialVersionUID = 1L;

        private transient Class<?> lastClass;
        private transient FieldAccessor<T, Object> lastAccessor;

        AtRunTime(String expression) {
            super(new UnknownType<>(Object.class), expression);
        }

        @Override
        public Object get(T value) {
            return accessor(value).get(value);
        }

        @Override
        public T with(T value, Object field) {
            return accessor(value).with(value, field);
        }

        @SuppressWarnings("unchecked") // it is the class of this value
        private FieldAccessor<T, Object> accessor(T value) {
            if (value.getClass() != lastClass) {
                TypeInformation<T> type = (TypeInformation<T>) TypeInformation.of(value.getClass());
                if (type.isUnknown()) {
                    throw wrong("There is no field \"" + fieldName() + "\" in "
                            + value.getClass().getName() + ": it is no tuple, record or POJO");
                }
                lastAccessor = byName(type, fieldName());
                lastClass = value.getClass();
            }
            return lastAccessor;
        }
    }
}
