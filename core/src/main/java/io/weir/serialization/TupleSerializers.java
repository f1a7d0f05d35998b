package io.weir.serialization;

import io.weir.schema.SchemaPath;
import io.weir.schema.TypeSchema;
import io.weir.tuple.Tuple;
import io.weir.tuple.Tuple0;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple3;
import java.util.ArrayList;
import java.util.List;

/**
 * The serializers of tuples: a mask of the fields that are null, one byte for eight fields, then the others. Where all
 * fields have a fixed length the tuple has one too: null fields are written as zeros.
 */
public final class TupleSerializers {
    private TupleSerializers() {}

    /**
     * Creates the serializer of tuples.
     *
     * @param fields the serializers of the fields
     * @return the serializer
     */
    public static TypeSerializer<? extends Tuple> of(List<? extends TypeSerializer<?>> fields) {
        return switch (fields.size()) {
            case 0 -> new Tuple0Serializer();
            case 2 -> new Tuple2Serializer<>(fields.get(0), fields.get(1));
            case 3 -> new Tuple3Serializer<>(fields.get(0), fields.get(1), fields.get(2));
            default -> new ObjectSerializer<>(Tuple.getTupleClass(fields.size()), fields, null);
        };
    }

    private static TypeSchema describe(Class<? extends Tuple> type, List<TypeSerializer<?>> fields) {
        List<TypeSchema.Field> described = new ArrayList<>();
        for (TypeSerializer<?> field : fields) {
            described.add(new TypeSchema.Field("f" + described.size(), false, field.describe()));
        }
        return new TypeSchema.Composite(type.getName(), TypeSchema.Form.TUPLE, false, described);
    }

    @SuppressWarnings("unchecked") // it makes tuples of this class, with fields as their serializers make them
    private static <T extends Tuple> ValueReader<T> evolved(
            TypeSchema written,
            TypeSchema current,
            Class<? extends Tuple> type,
            List<TypeSerializer<?>> fields,
            SchemaPath path) {
        if (!(written instanceof TypeSchema.Composite composite)) {
            throw path.changed(written, current);
        }
        return new EvolvedObjects<>(composite, (Class<T>) type, fields, null, path);
    }

    /** The tuple without fields. */
    private static final class Tuple0Serializer extends TypeSerializer<Tuple0> {
        Tuple0Serializer() {
            super(false, true);
        }

        @Override
        public void serialize(Tuple0 value, RecordOutput out) {
            // there is only one value
        }

        @Override
        public Tuple0 deserialize(RecordInput in) {
            return Tuple0.INSTANCE;
        }

        @Override
        public Tuple0 copy(Tuple0 value) {
            return value;
        }

        @Override
        public int fixedLength() {
            return 0;
        }

        @Override
        public TypeSchema describe() {
            return TupleSerializers.describe(Tuple0.class, List.of());
        }
    }

    /** Tuples of two fields, which most keyed streams carry: no array and no reflection. */
    private static final class Tuple2Serializer<A, B> extends TypeSerializer<Tuple2<A, B>> {
        private final TypeSerializer<A> first;
        private final TypeSerializer<B> second;
        private final int fixedLength;
        private final boolean immutableFields;

        Tuple2Serializer(TypeSerializer<A> first, TypeSerializer<B> second) {
            super(false, false);
            this.first = first;
            this.second = second;
            this.fixedLength = ObjectSerializer.fixedLength(List.of(first, second), 1);
            this.immutableFields = first.isImmutable() && second.isImmutable();
        }

        @Override
        public void serialize(Tuple2<A, B> tuple, RecordOutput out) {
            A f0 = tuple.f0;
            B f1 = tuple.f1;
            if (f0 != null && f1 != null) {
                out.writeByte(0);
                first.serialize(f0, out);
                second.serialize(f1, out);
            } else {
                out.writeByte((f0 == null ? 1 : 0) | (f1 == null ? 2 : 0));
                writeOrPad(f0, first, fixedLength, out);
                writeOrPad(f1, second, fixedLength, out);
            }
        }

        @Override
        public Tuple2<A, B> deserialize(RecordInput in) {
            int mask = in.readByte();
            if (mask == 0) {
                A f0 = first.deserialize(in);
                return new Tuple2<>(f0, second.deserialize(in));
            }
            A f0 = readOrSkip((mask & 1) != 0, first, fixedLength, in);
            return new Tuple2<>(f0, readOrSkip((mask & 2) != 0, second, fixedLength, in));
        }

        @Override
        public Tuple2<A, B> copy(Tuple2<A, B> tuple) {
            if (immutableFields) {
                return new Tuple2<>(tuple.f0, tuple.f1);
            }
            return new Tuple2<>(Elements.copy(tuple.f0, first), Elements.copy(tuple.f1, second));
        }

        @Override
        public TypeSchema describe() {
            return TupleSerializers.describe(Tuple2.class, List.of(first, second));
        }

        @Override
        public ValueReader<Tuple2<A, B>> readerOf(TypeSchema written, SchemaPath path) {
            return written.equals(describe())
                    ? this::deserialize
                    : evolved(written, describe(), Tuple2.class, List.of(first, second), path);
        }

        @Override
        public int fixedLength() {
            return fixedLength;
        }
    }

    /** Tuples of three fields. */
    private static final class Tuple3Serializer<A, B, C> extends TypeSerializer<Tuple3<A, B, C>> {
        private final TypeSerializer<A> first;
        private final TypeSerializer<B> second;
        private final TypeSerializer<C> third;
        private final int fixedLength;
        private final boolean immutableFields;

        Tuple3Serializer(TypeSerializer<A> first, TypeSerializer<B> second, TypeSerializer<C> third) {
            super(false, false);
            this.first = first;
            this.second = second;
            this.third = third;
            this.fixedLength = ObjectSerializer.fixedLength(List.of(first, second, third), 1);
            this.immutableFields = first.isImmutable() && second.isImmutable() && third.isImmutable();
        }

        @Override
        public void serialize(Tuple3<A, B, C> tuple, RecordOutput out) {
            A f0 = tuple.f0;
            B f1 = tuple.f1;
            C f2 = tuple.f2;
            if (f0 != null && f1 != null && f2 != null) {
                out.writeByte(0);
                first.serialize(f0, out);
                second.serialize(f1, out);
                third.serialize(f2, out);
            } else {
                out.writeByte((f0 == null ? 1 : 0) | (f1 == null ? 2 : 0) | (f2 == null ? 4 : 0));
                writeOrPad(f0, first, fixedLength, out);
                writeOrPad(f1, second, fixedLength, out);
                writeOrPad(f2, third, fixedLength, out);
            }
        }

        @Override
        public Tuple3<A, B, C> deserialize(RecordInput in) {
            int mask = in.readByte();
            if (mask == 0) {
                A f0 = first.deserialize(in);
                B f1 = second.deserialize(in);
                return new Tuple3<>(f0, f1, third.deserialize(in));
            }
            A f0 = readOrSkip((mask & 1) != 0, first, fixedLength, in);
            B f1 = readOrSkip((mask & 2) != 0, second, fixedLength, in);
            return new Tuple3<>(f0, f1, readOrSkip((mask & 4) != 0, third, fixedLength, in));
        }

        @Override
        public Tuple3<A, B, C> copy(Tuple3<A, B, C> tuple) {
            if (immutableFields) {
                return new Tuple3<>(tuple.f0, tuple.f1, tuple.f2);
            }
            return new Tuple3<>(
                    Elements.copy(tuple.f0, first), Elements.copy(tuple.f1, second), Elements.copy(tuple.f2, third));
        }

        @Override
        public TypeSchema describe() {
            return TupleSerializers.describe(Tuple3.class, List.of(first, second, third));
        }

        @Override
        public ValueReader<Tuple3<A, B, C>> readerOf(TypeSchema written, SchemaPath path) {
            return written.equals(describe())
                    ? this::deserialize
                    : evolved(written, describe(), Tuple3.class, List.of(first, second, third), path);
        }

        @Override
        public int fixedLength() {
            return fixedLength;
        }
    }

    /** Writes a field that may be null, in a record some field of which is null. */
    static <F> void writeOrPad(F value, TypeSerializer<F> serializer, int fixedLength, RecordOutput out) {
        if (value != null) {
            serializer.serialize(value, out);
        } else if (fixedLength != TypeSerializer.VARIABLE_LENGTH) {
            out.writeZeros(serializer.fixedLength());
        }
    }

    /** Reads what {@link #writeOrPad} wrote. */
    static <F> F readOrSkip(boolean isNull, TypeSerializer<F> serializer, int fixedLength, RecordInput in) {
        if (!isNull) {
            return serializer.deserialize(in);
        }
        if (fixedLength != TypeSerializer.VARIABLE_LENGTH) {
            in.take(serializer.fixedLength());
        }
        return null;
    }
}
