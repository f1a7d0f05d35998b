package io.weir.runtime.state;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Copies, writes and reads what an entry holds in one place. One thread owns it. */
public abstract sealed class Codec {
    /** What {@link #map} leaves out: null will not do, as the values of maps may be null. */
    public static final Object GONE = new Object();

    /**
     * Creates one.
     *
     * @param descriptor the state
     * @param expiring whether each value, element or map entry has the time of its last use with it
     */
    public static Codec of(StateDescriptor<?, ?> descriptor, boolean expiring) {
        return reading(descriptor, expiring, WrittenTypes.asToday());
    }

    /**
     * Creates one that reads what may have been written of an earlier version of the classes.
     *
     * @param descriptor the state
     * @param expiring whether each value, element or map entry had the time of its last use with it
     * @param written how they were written
     */
    @SuppressWarnings("unchecked") // each place only ever holds what its descriptor says
    public static Codec reading(StateDescriptor<?, ?> descriptor, boolean expiring, WrittenTypes written) {
        if (descriptor instanceof ListStateDescriptor<?> list) {
            return new OfList(of(written.values(list.getElementType().createSerializer()), expiring));
        }
        if (descriptor instanceof MapStateDescriptor<?, ?> map) {
            TypeSerializer<?> keys = written.mapKeys(map.getKeyType().createSerializer());
            return new OfMap(
                    (TypeSerializer<Object>) keys,
                    of(written.values(map.getValueType().createSerializer()), expiring));
        }
        return of(written.values(descriptor.getTypeInformation().createSerializer()), expiring);
    }

    /**
     * Creates one for the elements of a list, the values of a map, or for the only value.
     *
     * @param descriptor the state
     * @param expiring whether the time of the last use is with each
     * @param written how they were written
     */
    public static Codec ofPart(StateDescriptor<?, ?> descriptor, boolean expiring, WrittenTypes written) {
        if (descriptor instanceof ListStateDescriptor<?> list) {
            return of(written.values(list.getElementType().createSerializer()), expiring);
        }
        if (descriptor instanceof MapStateDescriptor<?, ?> map) {
            return of(written.values(map.getValueType().createSerializer()), expiring);
        }
        return of(written.values(descriptor.getTypeInformation().createSerializer()), expiring);
    }

    @SuppressWarnings("unchecked") // each place only ever holds what its descriptor says
    private static Codec of(TypeSerializer<?> serializer, boolean expiring) {
        Codec plain = new OfValue((TypeSerializer<Object>) serializer);
        return expiring ? new OfExpiring(plain) : plain;
    }

    /** Returns whether what is seen of the state cannot be changed by who sees it. */
    public abstract boolean isImmutable();

    /** Returns a copy that shares nothing that can change. */
    public abstract Object copy(Object value);

    /** Writes a value that is not null. */
    public abstract void write(Object value, RecordOutput out);

    /** Reads what {@link #write} wrote. */
    public abstract Object read(RecordInput in);

    /**
     * Puts another in the place of each value, element or map entry's value; what becomes {@link #GONE} is left out.
     *
     * @return the value itself if nothing changes, a new one, or null if nothing is left
     */
    public abstract Object map(Object value, UnaryOperator<Object> change);

    /** One value. */
    private static final class OfValue extends Codec {
        private final TypeSerializer<Object> serializer;

        OfValue(TypeSerializer<Object> serializer) {
            this.serializer = serializer;
        }

        @Override
        public boolean isImmutable() {
            return serializer.isImmutable();
        }

        @Override
        public Object copy(Object value) {
            return value == null ? null : serializer.copy(value);
        }

        @Override
        public void write(Object value, RecordOutput out) {
            serializer.serialize(value, out);
        }

        @Override
        public Object read(RecordInput in) {
            return serializer.deserialize(in);
        }

        @Override
        public Object map(Object value, UnaryOperator<Object> change) {
            Object other = change.apply(value);
            return other == GONE ? null : other;
        }
    }

    /** A value with the time of its last use. */
    private static final class OfExpiring extends Codec {
        private final Codec plain;

        OfExpiring(Codec plain) {
            this.plain = plain;
        }

        @Override
        public boolean isImmutable() {
            return plain.isImmutable();
        }

        @Override
        public Object copy(Object value) {
            Expiring expiring = (Expiring) value;
            return plain.isImmutable() ? value : new Expiring(plain.copy(expiring.value()), expiring.lastUse());
        }

        @Override
        public void write(Object value, RecordOutput out) {
            Expiring expiring = (Expiring) value;
            out.writeLong(expiring.lastUse());
            out.writeBoolean(expiring.value() != null);
            if (expiring.value() != null) {
                plain.write(expiring.value(), out);
            }
        }

        @Override
        public Object read(RecordInput in) {
            long lastUse = in.readLong();
            return new Expiring(in.readBoolean() ? plain.read(in) : null, lastUse);
        }

        @Override
        public Object map(Object value, UnaryOperator<Object> change) {
            Object other = change.apply(value);
            return other == GONE ? null : other;
        }
    }

    /** A list. */
    private static final class OfList extends Codec {
        private final Codec element;

        OfList(Codec element) {
            this.element = element;
        }

        @Override
        public boolean isImmutable() {
            return false;
        }

        @Override
        public Object copy(Object value) {
            List<Object> copy = new ArrayList<>((List<?>) value);
            if (!element.isImmutable()) {
                copy.replaceAll(element::copy);
            }
            return copy;
        }

        @Override
        public void write(Object value, RecordOutput out) {
            List<?> list = (List<?>) value;
            out.writeVarInt(list.size(), true);
            for (Object each : list) {
                element.write(each, out);
            }
        }

        @Override
        public Object read(RecordInput in) {
            int size = in.readVarInt(true);
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(element.read(in));
            }
            return list;
        }

        @Override
        public Object map(Object value, UnaryOperator<Object> change) {
            List<Object> changed = new ArrayList<>();
            boolean same = true;
            for (Object each : (List<?>) value) {
                Object other = change.apply(each);
                same &= other == each;
                if (other != GONE) {
                    changed.add(other);
                }
            }
            return same ? value : changed.isEmpty() ? null : changed;
        }
    }

    /** A map, whose values may be null. */
    private static final class OfMap extends Codec {
        private final TypeSerializer<Object> keys;
        private final Codec values;

        OfMap(TypeSerializer<Object> keys, Codec values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        public boolean isImmutable() {
            return values.isImmutable();
        }

        @Override
        public Object copy(Object value) {
            Map<Object, Object> copy = new HashMap<>((Map<?, ?>) value);
            if (!values.isImmutable()) {
                copy.replaceAll((key, each) -> each == null ? null : values.copy(each));
            }
            return copy;
        }

        @Override
        public void write(Object value, RecordOutput out) {
            Map<?, ?> map = (Map<?, ?>) value;
            out.writeVarInt(map.size(), true);
            for (Map.Entry<?, ?> each : map.entrySet()) {
                keys.serialize(each.getKey(), out);
                out.writeBoolean(each.getValue() != null);
                if (each.getValue() != null) {
                    values.write(each.getValue(), out);
                }
            }
        }

        @Override
        public Object read(RecordInput in) {
            int size = in.readVarInt(true);
            Map<Object, Object> map = new HashMap<>();
            for (int i = 0; i < size; i++) {
                Object key = keys.deserialize(in);
                map.put(key, in.readBoolean() ? values.read(in) : null);
            }
            return map;
        }

        @Override
        public Object map(Object value, UnaryOperator<Object> change) {
            Map<Object, Object> changed = new HashMap<>();
            boolean same = true;
            for (Map.Entry<?, ?> each : ((Map<?, ?>) value).entrySet()) {
                Object other = change.apply(each.getValue());
                same &= other == each.getValue();
                if (other != GONE) {
                    changed.put(each.getKey(), other);
                }
            }
            return same ? value : changed.isEmpty() ? null : changed;
        }
    }
}
